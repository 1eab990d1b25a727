//! Text that is checked in an aligned copy: every length around a whole step, wherever it stands.

use super::{Refused, comes_back, read, refused, written};
use crate::bson::Document;
use crate::bson::deserialize_from_slice;
use crate::value::{Encoder, Reader, Value};

const LONGEST: usize = 40;

/// One character of each length that UTF-8 has.
const CHARACTERS: [char; 4] = ['a', 'é', '€', '😀'];

/// `length` letters, with `inside` in the place of as many bytes from `offset` on.
fn with(length: usize, offset: usize, inside: &[u8]) -> Vec<u8> {
    let mut text = vec![b'x'; length];
    text[offset..offset + inside.len()].copy_from_slice(inside);
    text
}

/// The document `{v: text}`, whether or not that is UTF-8.
fn stored(text: &[u8]) -> Vec<u8> {
    let mut out = Encoder::new();
    out.document(|out| {
        out.key(String::TYPE, "v");
        out.raw(&(text.len() as u32 + 1).to_le_bytes());
        out.raw(text);
        out.raw(&[0]);
    });
    out.finish().unwrap()
}

#[test]
fn every_character_comes_back_at_every_offset_of_every_length() {
    for character in CHARACTERS {
        let mut bytes = [0; 4];
        let bytes = character.encode_utf8(&mut bytes).as_bytes();
        for length in bytes.len()..=LONGEST {
            for offset in 0..=length - bytes.len() {
                let text = String::from_utf8(with(length, offset, bytes)).unwrap();
                assert_eq!(stored(text.as_bytes()), written(&text).unwrap());
                comes_back(&text);
            }
        }
    }
    comes_back(&String::new());
}

#[test]
fn what_is_not_utf8_is_refused_at_every_offset_of_every_length() {
    // A byte that never occurs, one that only goes on, characters that are cut off, an overlong one, half a pair.
    let spoilt: [&[u8]; 7] =
        [b"\xff", b"\x80", b"\xc3", b"\xe2\x82", b"\xf0\x9f\x98", b"\xc0\x80", b"\xed\xa0\x80"];
    for inside in spoilt {
        for length in inside.len()..=LONGEST {
            for offset in 0..=length - inside.len() {
                let document = stored(&with(length, offset, inside));
                let is_refused: Result<String, Refused> =
                    refused("v", "well-formed BSON", "text that is not UTF-8");
                assert_eq!(read::<String>(&document), is_refused, "{inside:x?} at {offset} of {length}");
                assert!(deserialize_from_slice::<Document>(&document).is_err());
            }
        }
    }
}

#[test]
fn what_stands_behind_a_text_is_no_part_of_it() {
    for length in 0..=LONGEST {
        let text = "y".repeat(length);
        let mut out = Encoder::new();
        out.str(&text);
        for behind in [&[][..], b"z", &[0xff; 3], "é".repeat(20).as_bytes(), &[0x80; 40]] {
            let bytes = [out.bytes(), behind].concat();
            let mut r = Reader::of_value(&bytes);
            assert_eq!(r.string().unwrap(), text);
            assert_eq!(r.rest(), behind);
        }
    }
}

#[test]
fn a_text_starts_anywhere_in_memory() {
    for start in 0..32 {
        for text in [
            "",
            "short",
            "sixteen bytes ok",
            "seventeen bytes ok",
            "a longer text, of more than two steps: ✓",
        ] {
            let mut out = Encoder::new();
            out.raw(&vec![0; start]);
            out.str(text);
            let bytes = out.finish().unwrap();
            assert_eq!(Reader::of_value(&bytes[start..]).string().unwrap(), text);
        }
    }
}
