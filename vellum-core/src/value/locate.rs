//! From a place in a document's bytes to the path that a person reads.

use super::reader::Reader;
use crate::bson::element;

/// The path of the value that holds the byte at `offset`. Empty when it is the document itself.
pub(crate) fn path_of(document: &[u8], offset: usize) -> String {
    let mut path = String::new();
    let mut reader = Reader::of_value(document.get(4..).unwrap_or_default());
    let target = document.get(offset..).unwrap_or_default();
    let mut in_array = false;
    while let Some((key, element_type, value)) = element_at(&mut reader, target) {
        push(&mut path, key, in_array);
        in_array = element_type == element::ARRAY;
        match elements_of(element_type, value) {
            Some(elements) if elements.rest().len() >= target.len() => reader = elements,
            _ => break,
        }
    }
    path
}

/// The element whose value starts before or at `target` and ends after it.
fn element_at<'de>(reader: &mut Reader<'de>, target: &[u8]) -> Option<(&'de [u8], u8, Reader<'de>)> {
    while let Ok(Some((element_type, key))) = reader.next_key() {
        let value = *reader;
        let container_ended = element_type == 0;
        if container_ended || value.rest().len() < target.len() {
            return None;
        }
        let complete = reader.skip(element_type).is_ok();
        let starts_here = value.rest().len() == target.len();
        if !complete || starts_here || reader.rest().len() < target.len() {
            return Some((key, element_type, value));
        }
    }
    None
}

/// Where the elements of a value start that has some. The reader goes on to the end of all bytes:
/// while a value is being written, its length is not known yet.
fn elements_of(element_type: u8, mut value: Reader<'_>) -> Option<Reader<'_>> {
    if element_type == element::JAVASCRIPT_WITH_SCOPE {
        value.take(4).ok()?;
        value.skip(element::STRING).ok()?;
    }
    let container =
        matches!(element_type, element::DOCUMENT | element::ARRAY | element::JAVASCRIPT_WITH_SCOPE);
    value.rest().get(4..).filter(|_| container).map(Reader::of_value)
}

/// The path of the value being written at the end of `bytes`: the open containers are those whose
/// length has not been filled in yet.
pub(crate) fn open_path(bytes: &[u8]) -> String {
    let mut path = String::new();
    let Some([0, 0, 0, 0]) = bytes.first_chunk::<4>() else { return path };
    let mut reader = Reader::of_value(&bytes[4..]);
    let mut in_array = false;
    while let Ok(Some((element_type, key))) = reader.next_key() {
        let value = reader;
        let open = elements_of(element_type, value).filter(|_| value.rest().starts_with(&[0; 4]));
        if open.is_none() && reader.skip(element_type).is_ok() {
            continue;
        }
        push(&mut path, key, in_array);
        let Some(elements) = open else { break };
        in_array = element_type == element::ARRAY;
        reader = elements;
    }
    path
}

fn push(path: &mut String, key: &[u8], in_array: bool) {
    let key = String::from_utf8_lossy(key);
    if in_array {
        path.push('[');
        path.push_str(&key);
        path.push(']');
    } else {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(&key);
    }
}
