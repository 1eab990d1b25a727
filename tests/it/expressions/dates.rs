//! Operators on dates.

use vellum::expr::{date_from_iso_parts, date_from_parts};

use super::*;

fn paris(operator: &str) -> Document {
    doc! { operator: { "date": "$seen", "timezone": "Europe/Paris" } }
}

pub(super) fn cases() -> Vec<Case> {
    let i = item();
    let mut cases = parts();
    cases.extend(shifts());
    cases.extend([
        case(i.seen().date_to_string("%Y-%m-%d"), doc! { "$dateToString": { "date": "$seen", "format": "%Y-%m-%d" } }),
        case(
            i.left().date_to_string("%H").timezone("Europe/Paris"),
            doc! { "$dateToString": { "date": "$left", "format": "%H", "timezone": "Europe/Paris" } },
        ),
        case(i.seen().date_to_parts(), doc! { "$dateToParts": { "date": "$seen" } }),
        case(
            lit("2026-11-22T10:00:00").date_from_string().timezone("+02:00"),
            doc! { "$dateFromString": { "dateString": "2026-11-22T10:00:00", "timezone": "+02:00" } },
        ),
        case(
            lit("22/11/2026").date_from_string_as("%d/%m/%Y"),
            doc! { "$dateFromString": { "dateString": "22/11/2026", "format": "%d/%m/%Y" } },
        ),
        case(
            date_from_parts(2026, i.scores().size() + 1, 1).timezone("Europe/Paris"),
            doc! { "$dateFromParts": {
                "year": 2026, "month": { "$add": [{ "$size": "$scores" }, 1] }, "day": 1, "timezone": "Europe/Paris",
            } },
        ),
        case(
            date_from_parts(i.seen().year(), 1, 2).at_time(3, 4, 5),
            doc! { "$dateFromParts": {
                "year": { "$year": "$seen" }, "month": 1, "day": 2, "hour": 3, "minute": 4, "second": 5,
            } },
        ),
        case(
            date_from_iso_parts(2026, 53, 7).timezone("Europe/Paris"),
            doc! { "$dateFromParts": {
                "isoWeekYear": 2026, "isoWeek": 53, "isoDayOfWeek": 7, "timezone": "Europe/Paris",
            } },
        ),
        case(i.stamp().month(), doc! { "$month": "$stamp" }),
        case(now() - now(), doc! { "$subtract": ["$$NOW", "$$NOW"] }),
        case(i.seen().lt(now()), doc! { "$lt": ["$seen", "$$NOW"] }),
        case(i.stamp().ts_second(), doc! { "$tsSecond": "$stamp" }),
        case(i.stamp().ts_increment(), doc! { "$tsIncrement": "$stamp" }),
    ]);
    cases
}

fn parts() -> Vec<Case> {
    let i = item();
    vec![
        case(i.seen().year(), doc! { "$year": "$seen" }),
        case(i.left().year(), doc! { "$year": "$left" }),
        case(i.seen().year() + 1, doc! { "$add": [{ "$year": "$seen" }, 1] }),
        case(i.seen().year().timezone("Europe/Paris"), paris("$year")),
        case(i.seen().month(), doc! { "$month": "$seen" }),
        case(i.seen().day_of_month().timezone("Europe/Paris"), paris("$dayOfMonth")),
        case(i.seen().day_of_week(), doc! { "$dayOfWeek": "$seen" }),
        case(i.seen().day_of_year(), doc! { "$dayOfYear": "$seen" }),
        case(i.seen().hour().timezone("Europe/Paris"), paris("$hour")),
        case(i.seen().minute(), doc! { "$minute": "$seen" }),
        case(i.seen().second(), doc! { "$second": "$seen" }),
        case(i.left().millisecond(), doc! { "$millisecond": "$left" }),
        case(i.seen().week(), doc! { "$week": "$seen" }),
        case(i.seen().iso_week(), doc! { "$isoWeek": "$seen" }),
        case(i.seen().iso_week_year(), doc! { "$isoWeekYear": "$seen" }),
        case(i.seen().iso_day_of_week(), doc! { "$isoDayOfWeek": "$seen" }),
    ]
}

fn shifts() -> Vec<Case> {
    let i = item();
    vec![
        case(
            i.seen().date_trunc(DateUnit::Quarter),
            doc! { "$dateTrunc": { "date": "$seen", "unit": "quarter" } },
        ),
        case(
            i.left().date_trunc(DateUnit::Week).start_of_week("monday").timezone("Europe/Paris"),
            doc! { "$dateTrunc": {
                "date": "$left", "unit": "week", "startOfWeek": "monday", "timezone": "Europe/Paris",
            } },
        ),
        case(
            i.seen().date_trunc(DateUnit::Hour).bin_size(6),
            doc! { "$dateTrunc": { "date": "$seen", "unit": "hour", "binSize": 6 } },
        ),
        case(
            i.seen().date_add(DateUnit::Month, i.count()),
            doc! { "$dateAdd": { "startDate": "$seen", "unit": "month", "amount": "$count" } },
        ),
        case(
            i.left().date_subtract(DateUnit::Day, 3).timezone("Europe/Paris"),
            doc! { "$dateSubtract": {
                "startDate": "$left", "unit": "day", "amount": 3, "timezone": "Europe/Paris",
            } },
        ),
        case(
            i.left().date_diff(i.seen(), DateUnit::Week).start_of_week("friday"),
            doc! { "$dateDiff": { "startDate": "$left", "endDate": "$seen", "unit": "week", "startOfWeek": "friday" } },
        ),
    ]
}

#[test]
fn an_option_that_an_operator_does_not_take_is_refused() {
    let refused = item().seen().year().bin_size(2).to_bson().unwrap_err();
    assert_eq!(refused.to_string(), "invalid filter on ``: this operator takes no `binSize`");
}
