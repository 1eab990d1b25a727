//! Operators on text.

use vellum::expr::concat;

use super::*;

pub(super) fn cases() -> Vec<Case> {
    let i = item();
    vec![
        case(i.name().to_upper(), doc! { "$toUpper": "$name" }),
        case(i.nick().to_upper(), doc! { "$toUpper": "$nick" }),
        case(i.nick().to_lower(), doc! { "$toLower": "$nick" }),
        case(i.role().to_upper(), doc! { "$toUpper": "$role" }),
        case(i.name().trim(), doc! { "$trim": { "input": "$name" } }),
        case(i.nick().trim(), doc! { "$trim": { "input": "$nick" } }),
        case(i.name().trim_chars("a$"), doc! { "$trim": { "input": "$name", "chars": "a$" } }),
        case(i.name().ltrim(), doc! { "$ltrim": { "input": "$name" } }),
        case(
            i.name().ltrim_chars("$n"),
            doc! { "$ltrim": { "input": "$name", "chars": { "$literal": "$n" } } },
        ),
        case(i.name().rtrim(), doc! { "$rtrim": { "input": "$name" } }),
        case(i.name().rtrim_chars("ne"), doc! { "$rtrim": { "input": "$name", "chars": "ne" } }),
        case(i.name().concat("-").concat(i.name()), doc! { "$concat": ["$name", "-", "$name"] }),
        case(i.nick().concat("-"), doc! { "$concat": ["$nick", "-"] }),
        case(concat([i.name(), i.home().city()]), doc! { "$concat": ["$name", "$home.city"] }),
        case(concat([i.name().expr(), lit("$")]), doc! { "$concat": ["$name", { "$literal": "$" }] }),
        case(i.name().split(","), doc! { "$split": ["$name", ","] }),
        case(i.nick().split(","), doc! { "$split": ["$nick", ","] }),
        case(
            i.name().replace_one("n", "$n"),
            doc! { "$replaceOne": { "input": "$name", "find": "n", "replacement": { "$literal": "$n" } } },
        ),
        case(
            i.nick().replace_all("n", i.name()),
            doc! { "$replaceAll": { "input": "$nick", "find": "n", "replacement": "$name" } },
        ),
        case(i.name().str_len_cp(), doc! { "$strLenCP": "$name" }),
        case(i.nick().if_null("").str_len_cp(), doc! { "$strLenCP": { "$ifNull": ["$nick", ""] } }),
        case(i.name().str_len_bytes() * 2, doc! { "$multiply": [{ "$strLenBytes": "$name" }, 2] }),
        case(i.name().index_of_cp("e"), doc! { "$indexOfCP": ["$name", "e"] }),
        case(i.nick().index_of_cp("2"), doc! { "$indexOfCP": ["$nick", "2"] }),
        case(i.name().index_of_cp_in("n", 2, 9), doc! { "$indexOfCP": ["$name", "n", 2, 9] }),
        case(i.name().index_of_bytes("e"), doc! { "$indexOfBytes": ["$name", "e"] }),
        case(i.name().index_of_bytes_in("n", 2, 9), doc! { "$indexOfBytes": ["$name", "n", 2, 9] }),
        case(i.name().substr_cp(1, 2), doc! { "$substrCP": ["$name", 1, 2] }),
        case(
            i.nick().substr_cp(i.count().abs(), 2),
            doc! { "$substrCP": ["$nick", { "$abs": "$count" }, 2] },
        ),
        case(i.name().substr_bytes(0, 2), doc! { "$substrBytes": ["$name", 0, 2] }),
        case(i.name().strcasecmp("ANN"), doc! { "$strcasecmp": ["$name", "ANN"] }),
        case(i.nick().binary_size(), doc! { "$binarySize": "$nick" }),
        case(
            i.nick().regex_match("^n[0-2]$"),
            doc! { "$regexMatch": { "input": "$nick", "regex": "^n[0-2]$" } },
        ),
        case(i.name().regex_find("[a-c]"), doc! { "$regexFind": { "input": "$name", "regex": "[a-c]" } }),
        case(
            i.name().regex_find_all("(b)?,"),
            doc! { "$regexFindAll": { "input": "$name", "regex": "(b)?," } },
        ),
        case(
            i.tags().map(|tag| tag.to_upper()),
            doc! { "$map": { "input": "$tags", "in": { "$toUpper": "$$this" } } },
        ),
    ]
}

#[test]
fn a_pattern_keeps_its_options() {
    let pattern = vellum::bson::Regex {
        pattern: "^a".to_owned().try_into().unwrap(),
        options: "i".to_owned().try_into().unwrap(),
    };
    assert_eq!(
        item().name().regex_match(pattern).to_bson().unwrap(),
        Bson::from(doc! { "$regexMatch": { "input": "$name", "regex": "^a", "options": "i" } }),
    );
    assert!(item().name().regex_match("a\0").to_bson().is_err());
}
