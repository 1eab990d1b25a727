//! Functions on numbers, conversions, and what belongs to no family.

use vellum::expr::{rand, remove, text_score};

use super::*;

pub(super) fn cases() -> Vec<Case> {
    let i = item();
    let mut cases = numbers();
    cases.extend(trigonometry());
    cases.extend([
        case(i.count().to_bool(), doc! { "$toBool": "$count" }),
        case(i.ratio().to_int(), doc! { "$toInt": "$ratio" }),
        case(i.seen().to_long(), doc! { "$toLong": "$seen" }),
        case(i.bonus().to_double(), doc! { "$toDouble": "$bonus" }),
        case(i.count().to_decimal(), doc! { "$toDecimal": "$count" }),
        case(i.left().to_string(), doc! { "$toString": "$left" }),
        case((i.count() + 1).to_string(), doc! { "$toString": { "$add": ["$count", 1] } }),
        case(i.total().to_date(), doc! { "$toDate": "$total" }),
        case(
            lit("65a000000000000000000001").to_object_id(),
            doc! { "$toObjectId": "65a000000000000000000001" },
        ),
        case(i.nick().type_of(), doc! { "$type": "$nick" }),
        case(i.price().is_number(), doc! { "$isNumber": "$price" }),
        case(i.extra().is_array(), doc! { "$isArray": "$extra" }),
        case(
            i.nick().convert(7),
            doc! { "$convert": { "input": "$nick", "to": "int", "onError": 7, "onNull": 7 } },
        ),
        case(
            i.nick().convert(i.seen()),
            doc! { "$convert": { "input": "$nick", "to": "date", "onError": "$seen", "onNull": "$seen" } },
        ),
        case(cond(i.active(), i.nick(), remove()), doc! { "$cond": ["$active", "$nick", "$$REMOVE"] }),
        case(rand().lt(1.0), doc! { "$lt": [{ "$rand": {} }, 1] }),
        case((i.count() * 2).cast::<i64>(), doc! { "$multiply": ["$count", 2] }),
    ]);
    cases
}

fn numbers() -> Vec<Case> {
    let i = item();
    vec![
        case(i.count().abs(), doc! { "$abs": "$count" }),
        case(i.ratio().ceil(), doc! { "$ceil": "$ratio" }),
        case(i.ratio().floor(), doc! { "$floor": "$ratio" }),
        case((i.price() / 3).round(2), doc! { "$round": [{ "$divide": ["$price", 3] }, 2] }),
        case(i.bonus().round(-1), doc! { "$round": ["$bonus", -1] }),
        case(i.ratio().trunc(1), doc! { "$trunc": ["$ratio", 1] }),
        case(i.ratio().exp(), doc! { "$exp": "$ratio" }),
        case((i.ratio() + 1).ln(), doc! { "$ln": { "$add": ["$ratio", 1] } }),
        case((i.level() + 1).log(2.0), doc! { "$log": [{ "$add": ["$level", 1] }, 2] }),
        case(i.spare().log10(), doc! { "$log10": "$spare" }),
        case(i.count().pow(2.0), doc! { "$pow": ["$count", 2.0] }),
        case(i.level().sqrt(), doc! { "$sqrt": "$level" }),
        case(i.bonus().sqrt(), doc! { "$sqrt": "$bonus" }),
    ]
}

fn trigonometry() -> Vec<Case> {
    let i = item();
    let small = || i.ratio() / 2;
    let hand = || doc! { "$divide": ["$ratio", 2] };
    vec![
        case(i.ratio().sin(), doc! { "$sin": "$ratio" }),
        case(i.bonus().cos(), doc! { "$cos": "$bonus" }),
        case(i.ratio().tan(), doc! { "$tan": "$ratio" }),
        case(small().asin(), doc! { "$asin": hand() }),
        case(small().acos(), doc! { "$acos": hand() }),
        case(i.ratio().atan(), doc! { "$atan": "$ratio" }),
        case(i.ratio().atan2(2.0), doc! { "$atan2": ["$ratio", 2.0] }),
        case(i.ratio().sinh(), doc! { "$sinh": "$ratio" }),
        case(i.ratio().cosh(), doc! { "$cosh": "$ratio" }),
        case(i.ratio().tanh(), doc! { "$tanh": "$ratio" }),
        case(i.ratio().asinh(), doc! { "$asinh": "$ratio" }),
        case((i.ratio() + 1).acosh(), doc! { "$acosh": { "$add": ["$ratio", 1] } }),
        case(small().atanh(), doc! { "$atanh": hand() }),
        case(i.count().degrees_to_radians(), doc! { "$degreesToRadians": "$count" }),
        case(i.ratio().radians_to_degrees(), doc! { "$radiansToDegrees": "$ratio" }),
    ]
}

#[test]
fn the_score_of_a_search() {
    assert_eq!(
        (text_score::<Root>() * 2).to_bson().unwrap(),
        doc! { "$multiply": [{ "$meta": "textScore" }, 2] }.into()
    );
}

#[test]
fn bits_are_written_for_servers_that_have_them() {
    let i = item();
    let bits = (
        i.count().bit_and(6).bit_and(i.count()),
        i.total().bit_or(1),
        i.total().bit_xor(1),
        i.total().bit_not(),
    );
    assert_eq!(
        format!("{bits:?}"),
        r#"(Expr({$bitAnd: ["$count", 6, "$count"]}), Expr({$bitOr: ["$total", 1]}), "#.to_owned()
            + r#"Expr({$bitXor: ["$total", 1]}), Expr({$bitNot: "$total"}))"#,
    );
}
