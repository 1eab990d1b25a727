//! Durations of `ttl`: `"30d"`.

use syn::LitStr;

use crate::errors::Errors;

/// The seconds of a literal like `"30d"`.
pub(super) fn seconds(literal: &LitStr, errors: &mut Errors) -> Option<u32> {
    let text = literal.value();
    let Some((number, unit)) = parse(&text) else {
        errors.at(
            literal,
            format!("`{text}` is not a duration; write a number and s, m, h, d or w, as in \"30d\""),
        );
        return None;
    };
    // MongoDB keeps `expireAfterSeconds` in an int32.
    match number.checked_mul(unit).filter(|seconds| i32::try_from(*seconds).is_ok()) {
        Some(seconds) => u32::try_from(seconds).ok(),
        None => {
            errors.at(literal, format!("`{text}` is longer than MongoDB allows, which is 24855d"));
            None
        }
    }
}

fn parse(text: &str) -> Option<(u64, u64)> {
    let (last, unit) = text.char_indices().next_back()?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 60 * 60,
        'd' => 24 * 60 * 60,
        'w' => 7 * 24 * 60 * 60,
        _ => return None,
    };
    let digits = &text[..last];
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().unwrap_or(u64::MAX)).map(|number| (number, seconds))
}
