//! Points in time of the `time` and `jiff` crates, behind features of the same names.

#[cfg(any(feature = "time", feature = "jiff"))]
use super::{Decoded, Encoder, Reader, Value, kind, plain_accessors};
#[cfg(any(feature = "time", feature = "jiff"))]
use crate::bson::element;
#[cfg(any(feature = "time", feature = "jiff"))]
use crate::schema::Shape;

/// A type that is stored as UTC milliseconds.
#[cfg(any(feature = "time", feature = "jiff"))]
macro_rules! stored_as_date {
    ($type:ty, $expected:literal, |$value:ident| $millis:expr, |$stored:ident| $read:expr) => {
        impl Value for $type {
            const TYPE: u8 = element::DATE;
            const EXPECTED: &'static str = $expected;
            type Kind = kind::Date;
            plain_accessors!();

            fn encode(&self, out: &mut Encoder) {
                let $value = *self;
                let millis: i64 = $millis;
                out.raw(&millis.to_le_bytes());
            }

            fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
                let start = *r;
                let $stored = r.i64()?;
                $read.ok_or_else(|| start.refused(Self::EXPECTED, "another date"))
            }

            /// What reading gives back: the time in UTC and whole milliseconds.
            fn normalize(&mut self) {
                let $value = *self;
                let $stored: i64 = $millis;
                if let Some(stored) = $read {
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

#[cfg(any(feature = "time", feature = "jiff"))]
const DAY: i64 = 86_400_000;

#[cfg(feature = "time")]
stored_as_date!(
    time::OffsetDateTime,
    "date",
    |value| value.unix_timestamp_nanos().div_euclid(1_000_000) as i64,
    |millis| Self::from_unix_timestamp_nanos(i128::from(millis) * 1_000_000).ok()
);

#[cfg(feature = "time")]
stored_as_date!(
    time::Date,
    "date at midnight UTC",
    |value| value.midnight().assume_utc().unix_timestamp() * 1000,
    |millis| {
        let whole = (millis % DAY == 0).then_some(millis / 1000);
        whole.and_then(|seconds| time::OffsetDateTime::from_unix_timestamp(seconds).ok()).map(time::OffsetDateTime::date)
    }
);

#[cfg(feature = "jiff")]
stored_as_date!(
    jiff::Timestamp,
    "date",
    |value| value.as_nanosecond().div_euclid(1_000_000) as i64,
    |millis| Self::from_millisecond(millis).ok()
);

#[cfg(feature = "jiff")]
stored_as_date!(
    jiff::civil::Date,
    "date at midnight UTC",
    |value| value.to_zoned(jiff::tz::TimeZone::UTC).map_or(0, |midnight| midnight.timestamp().as_millisecond()),
    |millis| {
        let whole = (millis % DAY == 0).then(|| jiff::Timestamp::from_millisecond(millis).ok()).flatten();
        whole.map(|midnight| midnight.to_zoned(jiff::tz::TimeZone::UTC).date())
    }
);
