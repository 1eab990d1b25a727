//! `+ - * / %`.

use super::*;

pub(super) fn cases() -> Vec<Case> {
    [
        operators_compute_as_written_by_hand(),
        decimals_stay_exact(),
        what_may_be_missing_gives_what_may_be_missing(),
        dates_differ_by_milliseconds(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn operators_compute_as_written_by_hand() -> Vec<Case> {
    let i = item();
    vec![
        case(i.count() + i.count(), doc! { "$add": ["$count", "$count"] }),
        case(i.count() + 1, doc! { "$add": ["$count", 1] }),
        case(1 + i.count(), doc! { "$add": [1, "$count"] }),
        case(i.count() + i.total() + 1, doc! { "$add": ["$count", "$total", 1] }),
        case(i.total() - i.count(), doc! { "$subtract": ["$total", "$count"] }),
        case(100 - i.total(), doc! { "$subtract": [100, "$total"] }),
        case(i.count() * 2 * i.ratio(), doc! { "$multiply": ["$count", 2, "$ratio"] }),
        case(2.5 * i.count(), doc! { "$multiply": [2.5, "$count"] }),
        case((i.count() + i.total()) / 2, doc! { "$divide": [{ "$add": ["$count", "$total"] }, 2] }),
        case(i.count() / 4, doc! { "$divide": ["$count", 4] }),
        case(i.count() % 4, doc! { "$mod": ["$count", 4] }),
        case(i.ratio() % 2, doc! { "$mod": ["$ratio", 2] }),
        case(i.part() * 2, doc! { "$multiply": ["$part", 2] }),
        case(-i.count(), doc! { "$multiply": ["$count", -1] }),
        case(-(i.ratio() + 1), doc! { "$multiply": [{ "$add": ["$ratio", 1] }, -1] }),
    ]
}

fn decimals_stay_exact() -> Vec<Case> {
    let i = item();
    let cents: vellum::bson::Decimal128 = "0.01".parse().unwrap();
    vec![
        case(i.price() * i.count(), doc! { "$multiply": ["$price", "$count"] }),
        case(i.count() * i.price(), doc! { "$multiply": ["$count", "$price"] }),
        case(i.price() + Decimal::new(1, 2), doc! { "$add": ["$price", cents] }),
        case(i.fee() * i.count() + i.fee(), doc! { "$add": [{ "$multiply": ["$fee", "$count"] }, "$fee"] }),
        case(i.fee() / 2, doc! { "$divide": ["$fee", 2] }),
        case(i.price() / 4, doc! { "$divide": ["$price", 4] }),
        case(i.price() - i.ratio(), doc! { "$subtract": ["$price", "$ratio"] }),
        case(Decimal::new(1, 2) - i.price(), doc! { "$subtract": [cents, "$price"] }),
        case(i.price() % 2, doc! { "$mod": ["$price", 2] }),
    ]
}

fn what_may_be_missing_gives_what_may_be_missing() -> Vec<Case> {
    let i = item();
    vec![
        case(i.bonus() + 1, doc! { "$add": ["$bonus", 1] }),
        case(i.count() * i.bonus(), doc! { "$multiply": ["$count", "$bonus"] }),
        case(i.bonus() - i.spare(), doc! { "$subtract": ["$bonus", "$spare"] }),
        case(2 * i.bonus(), doc! { "$multiply": [2, "$bonus"] }),
        case(-i.bonus(), doc! { "$multiply": ["$bonus", -1] }),
    ]
}

fn dates_differ_by_milliseconds() -> Vec<Case> {
    let i = item();
    let hour = 3_600_000_i64;
    vec![
        case(i.seen() - i.seen(), doc! { "$subtract": ["$seen", "$seen"] }),
        case(i.seen() - i.left(), doc! { "$subtract": ["$seen", "$left"] }),
        case(i.seen() + 1000, doc! { "$add": ["$seen", 1000] }),
        case(i.seen() - hour, doc! { "$subtract": ["$seen", hour] }),
        case(i.seen() + chrono::TimeDelta::hours(1), doc! { "$add": ["$seen", hour] }),
        case(i.left() + std::time::Duration::from_hours(1), doc! { "$add": ["$left", hour] }),
    ]
}

#[test]
fn the_types_of_results() {
    fn is<T>(_: impl Computed<Root = Root, Value = T>) {}
    let i = item();
    is::<i32>(i.count() + 1);
    is::<u8>(i.level() + 1);
    is::<i64>(i.count() + i.total());
    is::<i64>(i.count() + 5_000_000_000_i64);
    is::<i64>((i.total() + 1) * 2 - i.count());
    is::<f64>(i.count() / i.count());
    is::<f64>(i.total() * i.ratio());
    is::<f64>(i.part() + i.part());
    is::<Decimal>(i.price() / i.total());
    is::<Decimal>(i.ratio() * i.price());
    is::<Option<i64>>(i.bonus() * i.total());
    is::<Option<i32>>(i.count() + i.bonus());
    is::<String>(i.nick().if_null("nobody"));
    is::<Option<String>>(i.nick().trim());
    is::<Vec<String>>(i.tags().map(|tag| tag.trim()));
    is::<Option<i32>>(i.scores().first());
    is::<f64>(i.lines().sum(|line| line.price() * line.quantity()));
    is::<Money>(i.fee() + 1);
    is::<Money>(2 * i.fee() * i.count());
    is::<DateTime<Utc>>(i.seen() - 5);
    is::<i64>(i.seen() - i.seen());
    is::<Option<i64>>(i.left() - i.seen());
}

#[test]
fn a_field_can_be_used_by_reference() {
    let count = item().count();
    let square: Expr<Root, i32> = &count * &count;
    assert_eq!(format!("{square:?}"), r#"Expr({$multiply: ["$count", "$count"]})"#);
}
