//! Points in time of the `time` and `jiff` crates, behind features of the same names.
#![cfg(any(feature = "time", feature = "jiff"))]

use super::{Decoded, Encoder, Reader, Value, kind, plain_accessors};
use crate::bson::element;
use crate::schema::Shape;

/// A type that is stored as UTC milliseconds.
macro_rules! stored_as_date {
    ($type:ty, $kind:ident, $expected:literal, |$value:ident| $millis:expr, |$stored:ident| $read:expr) => {
        impl Value for $type {
            const TYPE: u8 = element::DATE;
            const EXPECTED: &'static str = $expected;
            type Kind = kind::$kind;
            plain_accessors!();

            /// Refuses a time that is in range only because of its offset: it could not be read again.
            fn encode(&self, out: &mut Encoder) {
                let $value = *self;
                let $stored: i64 = $millis;
                let read: Result<Self, &'static str> = $read;
                if let Err(reason) = read {
                    out.refuse(reason);
                }
                out.raw(&$stored.to_le_bytes());
            }

            fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
                let start = *r;
                let $stored = r.i64()?;
                $read.map_err(|found| start.refused(Self::EXPECTED, found))
            }

            /// What reading gives back: the time in UTC and whole milliseconds.
            fn normalize(&mut self) {
                let $value = *self;
                let $stored: i64 = $millis;
                if let Ok(stored) = $read {
                    *self = stored;
                }
            }

            fn shape() -> Shape {
                Shape::Scalar(element::DATE)
            }
        }

        crate::field::operands!($type);
    };
}

const DAY: i64 = 86_400_000;

const OUT_OF_RANGE: &str = "date out of range";

/// The number of days since 1970.
fn days(millis: i64) -> Result<i64, &'static str> {
    if millis % DAY == 0 { Ok(millis / DAY) } else { Err("date with a time of day") }
}

#[cfg(feature = "time")]
const JULIAN_DAY_OF_1970: i64 = 2_440_588;

#[cfg(feature = "time")]
stored_as_date!(
    time::OffsetDateTime,
    Date,
    "date",
    |value| value.unix_timestamp_nanos().div_euclid(1_000_000) as i64,
    |millis| Self::from_unix_timestamp_nanos(i128::from(millis) * 1_000_000).map_err(|_| OUT_OF_RANGE)
);

#[cfg(feature = "time")]
stored_as_date!(
    time::Date,
    Day,
    "date at midnight UTC",
    |value| (i64::from(value.to_julian_day()) - JULIAN_DAY_OF_1970) * DAY,
    |millis| days(millis).and_then(|days| {
        let day = i32::try_from(days + JULIAN_DAY_OF_1970).ok();
        day.and_then(|day| Self::from_julian_day(day).ok()).ok_or(OUT_OF_RANGE)
    })
);

#[cfg(feature = "jiff")]
const EPOCH: jiff::civil::Date = jiff::civil::date(1970, 1, 1);

#[cfg(feature = "jiff")]
stored_as_date!(
    jiff::Timestamp,
    Date,
    "date",
    |value| value.as_nanosecond().div_euclid(1_000_000) as i64,
    // `from_millisecond` stops one second before the last timestamp.
    |millis| Self::from_nanosecond(i128::from(millis) * 1_000_000).map_err(|_| OUT_OF_RANGE)
);

// A `Timestamp` does not reach the first and the last day that a `Date` can be.
#[cfg(feature = "jiff")]
stored_as_date!(
    jiff::civil::Date,
    Day,
    "date at midnight UTC",
    |value| value.duration_since(EPOCH).as_secs() * 1000,
    |millis| days(millis).and_then(|days| {
        EPOCH.checked_add(jiff::SignedDuration::from_hours(days * 24)).map_err(|_| OUT_OF_RANGE)
    })
);
