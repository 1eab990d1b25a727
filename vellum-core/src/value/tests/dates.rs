//! Points in time: whole milliseconds, rounded down before 1970 too.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use proptest::prelude::*;

use super::records::time;
use super::{comes_back_normalized, is_stored_as, read, read_bson, refused, written};
use crate::bson::{self, Bson, DateTime as BsonDateTime, Timestamp};
use crate::value::Value;

fn millis(value: &impl Value) -> i64 {
    read::<bson::DateTime>(&written(value).unwrap()).unwrap().timestamp_millis()
}

fn utc(seconds: i64, nanos: u32) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, nanos).unwrap()
}

#[test]
fn times_below_a_millisecond_are_rounded_down_on_both_sides_of_1970() {
    for (seconds, nanos, expected) in [
        (0, 0, 0),
        (0, 1, 0),
        (0, 999_999, 0),
        (0, 1_000_000, 1),
        (-1, 999_999_999, -1),
        (-1, 999_000_000, -1),
        (-1, 998_999_999, -2),
        (-1, 1, -1000),
        (-1, 0, -1000),
        (-2, 999_999_999, -1001),
    ] {
        let time = utc(seconds, nanos);
        assert_eq!(millis(&time), expected, "{time}");
        assert_eq!(comes_back_normalized(&time), utc(seconds, nanos / 1_000_000 * 1_000_000));
        let elsewhere = time.with_timezone(&FixedOffset::east_opt(-12_600).unwrap());
        assert_eq!(millis(&elsewhere), expected, "{elsewhere}");
        assert_eq!(comes_back_normalized(&elsewhere).timestamp_millis(), expected);
    }
}

#[test]
fn a_leap_second_is_normalized_to_what_is_read_back() {
    let mut leap = utc(1_483_228_799, 1_500_000_001);
    assert_eq!(comes_back_normalized(&leap), utc(1_483_228_800, 500_000_000));
    leap.normalize();
    assert_eq!(leap, read::<DateTime<Utc>>(&written(&leap).unwrap()).unwrap());
}

#[test]
fn a_time_with_an_offset_is_read_back_at_utc() {
    let offset = FixedOffset::east_opt(7200).unwrap();
    let time = utc(1000, 0).with_timezone(&offset);
    let mut normalized = time;
    normalized.normalize();
    assert_eq!(normalized, time);
    assert_eq!(normalized.offset().local_minus_utc(), 0);
    assert_eq!(normalized.to_rfc3339(), "1970-01-01T00:16:40+00:00");
    let back: DateTime<FixedOffset> = read(&written(&time).unwrap()).unwrap();
    assert_eq!(back.to_rfc3339(), normalized.to_rfc3339());
}

#[test]
fn the_first_and_the_last_time_come_back() {
    for time in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC, DateTime::UNIX_EPOCH] {
        comes_back_normalized(&time);
        comes_back_normalized(&time.fixed_offset());
        for offset in [-86_399, 86_399] {
            comes_back_normalized(&time.with_timezone(&FixedOffset::east_opt(offset).unwrap()));
        }
    }
    for date in [NaiveDate::MIN, NaiveDate::MAX, NaiveDate::default()] {
        comes_back_normalized(&date);
    }
}

#[test]
fn dates_that_chrono_cannot_hold_are_refused() {
    for millis in [i64::MIN, i64::MAX, DateTime::<Utc>::MAX_UTC.timestamp_millis() + 1] {
        let stored = BsonDateTime::from_millis(millis);
        let found = "date out of chrono's range";
        assert_eq!(read_bson::<DateTime<Utc>>(stored), refused("v", "date", found));
        assert_eq!(read_bson::<DateTime<FixedOffset>>(stored), refused("v", "date", found));
        assert_eq!(read_bson::<NaiveDate>(stored), refused("v", "date at midnight UTC", found));
        is_stored_as(&stored, stored);
    }
}

#[test]
fn a_day_is_stored_at_midnight_and_not_read_out_of_another_time() {
    let day = NaiveDate::from_ymd_opt(1969, 12, 31).unwrap();
    is_stored_as(&day, BsonDateTime::from_millis(-86_400_000));
    for millis in [-86_400_001, -1, 1, 86_399_999] {
        let read = read_bson::<NaiveDate>(BsonDateTime::from_millis(millis));
        assert_eq!(read, refused("v", "date at midnight UTC", "date with a time of day"));
    }
}

#[test]
fn a_date_is_not_read_out_of_other_types() {
    let timestamp = Bson::Timestamp(Timestamp { time: 1, increment: 1 });
    assert_eq!(read_bson::<DateTime<Utc>>(timestamp), refused("v", "date", "timestamp"));
    assert_eq!(read_bson::<DateTime<Utc>>(0_i64), refused("v", "date", "int64"));
    assert_eq!(read_bson::<DateTime<Utc>>("1970-01-01"), refused("v", "date", "string"));
    assert_eq!(read_bson::<bson::DateTime>(0_i64), refused("v", "date", "int64"));
}

proptest! {
    #[test]
    fn times_come_back_after_normalizing(time in time(), offset in -86_399..86_400_i32) {
        let floor = time.timestamp() * 1000 + i64::from(time.timestamp_subsec_millis());
        is_stored_as(&comes_back_normalized(&time), BsonDateTime::from_millis(floor));
        let elsewhere = time.with_timezone(&FixedOffset::east_opt(offset).unwrap());
        prop_assert_eq!(comes_back_normalized(&elsewhere), comes_back_normalized(&time));
    }

    #[test]
    fn days_come_back(time in time()) {
        let day = time.date_naive();
        let midnight = day.and_hms_opt(0, 0, 0).unwrap().and_utc();
        is_stored_as(&day, BsonDateTime::from_millis(midnight.timestamp_millis()));
    }

    #[test]
    fn every_stored_date_is_read_or_refused_and_never_changed(stored: i64) {
        let date = BsonDateTime::from_millis(stored);
        is_stored_as(&date, date);
        if let Ok(time) = read_bson::<DateTime<Utc>>(date) {
            prop_assert_eq!(millis(&time), stored);
        }
        if let Ok(day) = read_bson::<NaiveDate>(date) {
            prop_assert_eq!(millis(&day), stored);
        }
    }
}

#[cfg(feature = "time")]
mod time_crate {
    use super::super::comes_back;
    use super::*;
    use ::time::{Date, OffsetDateTime, Time, UtcOffset};

    proptest! {
        #[test]
        fn times_and_days_come_back(seconds in -377_705_116_800..253_402_300_800_i64, nanos in 0..1_000_000_000_i128, hours in -23..24_i8) {
            let time = OffsetDateTime::from_unix_timestamp_nanos(i128::from(seconds) * 1_000_000_000 + nanos).unwrap();
            let floor = seconds * 1000 + (nanos / 1_000_000) as i64;
            is_stored_as(&comes_back_normalized(&time), BsonDateTime::from_millis(floor));
            if let Some(elsewhere) = time.checked_to_offset(UtcOffset::from_hms(hours, 0, 0).unwrap()) {
                prop_assert_eq!(comes_back_normalized(&elsewhere).offset(), UtcOffset::UTC);
            }
            is_stored_as(&time.date(), BsonDateTime::from_millis(seconds.div_euclid(86_400) * 86_400_000));
        }

        #[test]
        fn every_stored_date_is_read_or_refused_and_never_changed(stored: i64) {
            if let Ok(time) = read_bson::<OffsetDateTime>(BsonDateTime::from_millis(stored)) {
                prop_assert_eq!(millis(&time), stored);
            }
            prop_assert!(read_bson::<Date>(BsonDateTime::from_millis(stored / 86_400_000 * 86_400_000)).is_err() || stored.abs() < 400_000_000_000_000);
        }
    }

    #[test]
    fn the_ends_come_back_and_what_lies_behind_is_refused() {
        comes_back(&Date::MIN);
        comes_back(&Date::MAX);
        let last = OffsetDateTime::new_in_offset(Date::MAX, Time::MAX, UtcOffset::UTC);
        comes_back_normalized(&last);
        let behind = last.replace_offset(UtcOffset::from_hms(-1, 0, 0).unwrap());
        assert_eq!(written(&behind).unwrap_err().reason, "date out of range");
        let read = read_bson::<OffsetDateTime>(BsonDateTime::MAX);
        assert_eq!(read, refused("v", "date", "date out of range"));
        let read = read_bson::<Date>(BsonDateTime::from_millis(1));
        assert_eq!(read, refused("v", "date at midnight UTC", "date with a time of day"));
    }
}

#[cfg(feature = "jiff")]
mod jiff_crate {
    use super::super::comes_back;
    use super::*;
    use jiff::civil::Date;

    proptest! {
        #[test]
        fn times_and_days_come_back(millis in -377_705_023_201_000..=253_402_207_200_000_i64, nanos in 0..1_000_000_i32) {
            let time = jiff::Timestamp::from_millisecond(millis).unwrap();
            is_stored_as(&time, BsonDateTime::from_millis(millis));
            let finer = time.checked_add(jiff::SignedDuration::from_nanos(i64::from(nanos)));
            if let Ok(finer) = finer {
                prop_assert_eq!(comes_back_normalized(&finer), time);
            }
            let day = time.to_zoned(jiff::tz::TimeZone::UTC).date();
            is_stored_as(&day, BsonDateTime::from_millis(millis.div_euclid(86_400_000) * 86_400_000));
        }

        #[test]
        fn every_stored_date_is_read_or_refused_and_never_changed(stored: i64) {
            if let Ok(time) = read_bson::<jiff::Timestamp>(BsonDateTime::from_millis(stored)) {
                prop_assert_eq!(millis(&time), stored);
            }
        }
    }

    #[test]
    fn the_ends_come_back_and_what_lies_behind_is_refused() {
        comes_back(&Date::MIN);
        comes_back(&Date::MAX);
        comes_back_normalized(&jiff::Timestamp::MIN);
        comes_back_normalized(&jiff::Timestamp::MAX);
        let behind = BsonDateTime::from_millis(millis(&Date::MAX) + 86_400_000);
        assert_eq!(read_bson::<Date>(behind), refused("v", "date at midnight UTC", "date out of range"));
        let read = read_bson::<jiff::Timestamp>(BsonDateTime::MIN);
        assert_eq!(read, refused("v", "date", "date out of range"));
    }
}

proptest! {
    #[test]
    fn a_date_is_read_as_chrono_reads_it(millis in prop_oneof![
        any::<i64>(),
        -9_000_000_000_000_000..9_000_000_000_000_000_i64,
        -100_000_000_000_000..100_000_000_000_000_i64,
    ]) {
        let stored = read_bson::<DateTime<Utc>>(BsonDateTime::from_millis(millis));
        prop_assert_eq!(stored.ok(), DateTime::from_timestamp_millis(millis));
    }
}
