//! Points in time of `chrono`, stored as BSON dates: UTC milliseconds.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Utc};

use super::{Decoded, Encoder, Reader, Value, kind, plain_accessors};
use crate::bson::element;
use crate::schema::Shape;

const MILLIS_PER_DAY: i64 = 86_400_000;

#[inline]
fn decode_utc(r: &mut Reader<'_>, expected: &'static str) -> Decoded<DateTime<Utc>> {
    let start = *r;
    utc(r.i64()?).ok_or_else(|| start.refused(expected, "date out of chrono's range"))
}

/// `DateTime::from_timestamp_millis` with one division of 64 bits instead of two.
#[inline]
fn utc(millis: i64) -> Option<DateTime<Utc>> {
    let days = i32::try_from(millis.div_euclid(MILLIS_PER_DAY)).ok()?;
    let millis = millis.rem_euclid(MILLIS_PER_DAY) as u32;
    let time = NaiveTime::from_num_seconds_from_midnight_opt(millis / 1000, millis % 1000 * 1_000_000)?;
    Some(NaiveDate::from_epoch_days(days)?.and_time(time).and_utc())
}

/// The time that is read back: whole milliseconds, and the leap second as the second after it.
fn stored(time: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(time.timestamp_millis()).unwrap_or(time)
}

impl Value for DateTime<Utc> {
    const TYPE: u8 = element::DATE;
    const EXPECTED: &'static str = "date";
    type Kind = kind::Date;
    plain_accessors!();

    #[inline]
    fn encode(&self, out: &mut Encoder) {
        out.raw(&self.timestamp_millis().to_le_bytes());
    }

    #[inline]
    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        decode_utc(r, Self::EXPECTED)
    }

    #[inline]
    fn normalize(&mut self) {
        *self = stored(*self);
    }

    fn shape() -> Shape {
        Shape::Scalar(element::DATE)
    }
}

impl Value for DateTime<FixedOffset> {
    const TYPE: u8 = element::DATE;
    const EXPECTED: &'static str = "date";
    type Kind = kind::Date;
    plain_accessors!();

    fn encode(&self, out: &mut Encoder) {
        out.raw(&self.timestamp_millis().to_le_bytes());
    }

    /// The offset is not stored: the time comes back at +00:00.
    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        Ok(decode_utc(r, Self::EXPECTED)?.fixed_offset())
    }

    fn normalize(&mut self) {
        *self = stored(self.to_utc()).fixed_offset();
    }

    fn shape() -> Shape {
        Shape::Scalar(element::DATE)
    }
}

impl Value for NaiveDate {
    const TYPE: u8 = element::DATE;
    const EXPECTED: &'static str = "date at midnight UTC";
    type Kind = kind::Day;
    plain_accessors!();

    fn encode(&self, out: &mut Encoder) {
        out.raw(&self.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis().to_le_bytes());
    }

    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        let start = *r;
        let time = decode_utc(r, Self::EXPECTED)?.naive_utc();
        if time.time() == chrono::NaiveTime::MIN {
            Ok(time.date())
        } else {
            Err(start.refused(Self::EXPECTED, "date with a time of day"))
        }
    }

    fn shape() -> Shape {
        Shape::Scalar(element::DATE)
    }
}
