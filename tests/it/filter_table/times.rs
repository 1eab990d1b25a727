//! Points in time, days, and the server's timestamps.

use chrono::FixedOffset;
use vellum::bson::{DateTime as Date, Timestamp};
use vellum::prelude::*;

use super::{Row, row};
use crate::seeded::{Seed, date, day, time};

fn midnight(number: i64) -> Date {
    Date::from_millis(day(number).and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis())
}

pub fn rows() -> Vec<Row> {
    let q = Seed::q();
    // Another offset than the stored one: the moment counts.
    let zoned = |days| time(days).with_timezone(&FixedOffset::west_opt(18_000).unwrap());
    let ticks = |time| Timestamp { time, increment: 1 };
    vec![
        row("eq date", q.born().eq(time(5)), doc! { "born": date(5) }),
        row("ne date", q.born().ne(time(5)), doc! { "born": { "$ne": date(5) } }),
        row("gt date", q.born().gt(time(5)), doc! { "born": { "$gt": date(5) } }),
        row("gte date", q.born().gte(time(5)), doc! { "born": { "$gte": date(5) } }),
        row("lt date", q.born().lt(time(5)), doc! { "born": { "$lt": date(5) } }),
        row("lte date", q.born().lte(time(5)), doc! { "born": { "$lte": date(5) } }),
        row(
            "between date",
            q.born().between(time(5)..time(9)),
            doc! { "born": { "$gte": date(5), "$lt": date(9) } },
        ),
        row("is_in date", q.born().is_in([time(5), time(9)]), doc! { "born": { "$in": [date(5), date(9)] } }),
        row("is_not_in date", q.born().is_not_in([time(5)]), doc! { "born": { "$nin": [date(5)] } }),
        row("eq zoned", q.zoned().eq(zoned(5)), doc! { "zoned": date(5) }),
        row("gt zoned", q.zoned().gt(zoned(5)), doc! { "zoned": { "$gt": date(5) } }),
        row("eq day", q.day().eq(day(5)), doc! { "day": midnight(5) }),
        row("lt day", q.day().lt(day(5)), doc! { "day": { "$lt": midnight(5) } }),
        row("eq bson date", q.stamp().eq(date(5)), doc! { "stamp": date(5) }),
        row("gte bson date", q.stamp().gte(date(5)), doc! { "stamp": { "$gte": date(5) } }),
        row("lt optional date", q.seen().lt(time(6)), doc! { "seen": { "$lt": date(6) } }),
        row("is_none date", q.seen().is_none(), doc! { "seen": null }),
        row("eq timestamp", q.ticks().eq(ticks(5)), doc! { "ticks": ticks(5) }),
        row("gt timestamp", q.ticks().gt(ticks(5)), doc! { "ticks": { "$gt": ticks(5) } }),
    ]
}
