//! For every stored type: insert x, find by `eq(x)`, get x back, equal. Alone, in an option, in a list.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::Arc;

use chrono::{FixedOffset, NaiveDate, TimeZone};
use vellum::bson::{self, Bson, Decimal128, Regex, Timestamp};
use vellum::geo::{Geometry, LineString, MultiPoint, Point, Polygon};
use vellum::prelude::*;
use vellum::testing::TestDatabase;

use crate::crud::Address;

/// A test of one type: a model that holds it in every position, and the values to try.
macro_rules! round_trips {
    ($($name:ident: $type:ty = [$($value:expr),* $(,)?];)*) => {$(
        mod $name {
            use super::*;

            #[derive(Debug, Clone, PartialEq, Vellum)]
            #[vellum(collection = "values")]
            struct Holder {
                alone: $type,
                maybe: Option<$type>,
                #[vellum(null)]
                nullable: Option<$type>,
                list: Vec<$type>,
                gaps: Vec<Option<$type>>,
            }

            #[tokio::test]
            async fn comes_back_and_is_found() {
                let db = TestDatabase::start().await.unwrap();
                let holders = HolderRepository::new(&db);
                let values: Vec<$type> = vec![$($value),*];
                for value in values {
                    let some = |value: &$type| Some(value.clone());
                    let full = Holder {
                        alone: value.clone(),
                        maybe: some(&value),
                        nullable: some(&value),
                        list: vec![value.clone()],
                        gaps: vec![None, some(&value), None],
                    };
                    let bare = Holder { maybe: None, nullable: None, list: vec![], gaps: vec![None], ..full.clone() };
                    for holder in [full, bare] {
                        let created = holders.create(holder.clone()).await.unwrap();
                        assert_eq!(holders.get(created.id()).await.unwrap().unwrap(), created);
                        let q = Holder::q();
                        let id = q.id().eq(created.id());
                        let found = [
                            q.alone().eq(value.clone()),
                            q.alone().is_in([value.clone()]),
                            q.maybe().eq(holder.maybe.clone()),
                            q.nullable().eq(holder.nullable.clone()),
                            q.list().eq(holder.list.clone()),
                            q.gaps().eq(holder.gaps.clone()),
                        ];
                        for filter in found {
                            let both = id.clone() & filter;
                            let count = holders.find(both.clone()).count().await.unwrap();
                            assert_eq!(count, 1, "{both} does not find {holder:?}");
                        }
                        let has = q.list().contains(value.clone());
                        let with = holders.find(id & has).count().await.unwrap();
                        assert_eq!(with, holder.list.len() as u64, "{holder:?}");
                    }
                }
            }
        }
    )*};
}

fn utc(seconds: i64, nanos: u32) -> DateTime<Utc> {
    Utc.timestamp_opt(seconds, nanos).unwrap()
}

fn ring() -> Polygon {
    Polygon::new([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]])
}

round_trips! {
    int8: i8 = [i8::MIN, 0, i8::MAX];
    int16: i16 = [i16::MIN, i16::MAX];
    int32: i32 = [i32::MIN, 0, i32::MAX];
    int64: i64 = [i64::MIN, 9_007_199_254_740_993, i64::MAX];
    uint8: u8 = [0, u8::MAX];
    uint16: u16 = [0, u16::MAX];
    uint32: u32 = [0, u32::MAX];
    uint64: u64 = [0, i64::MAX as u64];
    sizes: usize = [0, 1 << 40];
    signed_sizes: isize = [-1, 1 << 40];
    float32: f32 = [0.1, -0.0, f32::MAX];
    float64: f64 = [0.1, f64::MIN_POSITIVE, f64::INFINITY];
    booleans: bool = [true, false];
    characters: char = ['a', '\u{0}', '🦀'];
    strings: String = [String::new(), "$where".into(), "ä\u{0}b".into(), "{\"$ne\": null}".into()];
    boxed_text: Box<str> = ["x".into()];
    shared_text: Arc<str> = ["x".into()];
    borrowed_text: Cow<'static, str> = [Cow::Borrowed("x")];
    lists: Vec<i32> = [vec![], vec![1, 2]];
    deques: VecDeque<i32> = [VecDeque::from([1, 2])];
    arrays: [i32; 3] = [[1, 2, 3]];
    hash_sets: HashSet<String> = [HashSet::new(), ["b", "a"].map(String::from).into()];
    tree_sets: BTreeSet<i32> = [[3, 1].into()];
    hash_maps: HashMap<String, i32> = [HashMap::new(), [("b".to_owned(), 1), ("a".to_owned(), 2)].into()];
    tree_maps: BTreeMap<String, Address> = [[("$ne".to_owned(), Address { city: "x".into(), zip: None })].into()];
    uuids: Uuid = [Uuid::nil(), Uuid::now_v7()];
    object_ids: ObjectId = [ObjectId::new()];
    times: DateTime<Utc> = [utc(0, 0), utc(-1, 999_999_999), utc(1_700_000_000, 123_456_789)];
    offset_times: DateTime<FixedOffset> = [utc(1_700_000_000, 1).with_timezone(&FixedOffset::east_opt(7200).unwrap())];
    dates: NaiveDate = [NaiveDate::from_ymd_opt(1969, 7, 20).unwrap()];
    bson_dates: bson::DateTime = [bson::DateTime::from_millis(-1)];
    decimals: Decimal = ["1.10".parse().unwrap(), Decimal::MAX, Decimal::MIN, "0.0000000000000000000000000001".parse().unwrap()];
    bson_decimals: Decimal128 = ["1E+6000".parse().unwrap()];
    binaries: bson::Binary = [bson::Binary { subtype: bson::BinarySubtype::Generic, bytes: vec![] }];
    timestamps: Timestamp = [Timestamp { time: 1, increment: 2 }];
    regexes: Regex = [Regex { pattern: "^a".to_owned().try_into().unwrap(), options: "i".to_owned().try_into().unwrap() }];
    documents: bson::Document = [doc! {}, doc! { "$ne": Bson::Null }, doc! { "a": { "b": [1, "x"] } }];
    anything: Bson = [Bson::Int32(1), Bson::String("$x".into()), Bson::Document(doc! { "$gt": 0 }), Bson::MinKey];
    points: Point = [Point::new(-73.9, 40.7)];
    lines: LineString = [LineString::new([[0.0, 0.0], [1.0, 1.0]])];
    polygons: Polygon = [ring()];
    many_points: MultiPoint = [MultiPoint { coordinates: vec![[1.0, 2.0]] }];
    geometries: Geometry = [Geometry::from(ring()), Geometry::GeometryCollection(vec![Point::new(1.0, 2.0).into()])];
    embedded: Address = [Address { city: String::new(), zip: None }, Address { city: "x".into(), zip: Some("1".into()) }];
    offset_date_times: time::OffsetDateTime = [time::OffsetDateTime::from_unix_timestamp_nanos(-1_234_567_891).unwrap()];
    time_dates: time::Date = [time::Date::from_ordinal_date(1960, 60).unwrap()];
    jiff_times: jiff::Timestamp = [jiff::Timestamp::from_nanosecond(-1_234_567_891).unwrap()];
    jiff_dates: jiff::civil::Date = [jiff::civil::date(1960, 2, 29)];
    json: serde_json::Value = [serde_json::json!({"$ne": null, "a": [1, 2.5, "x"]}), serde_json::json!("$x")];
}
