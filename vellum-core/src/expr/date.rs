//! Dates, with the time zone that they are looked at in.

use std::fmt;
use std::ops::Deref;

use chrono::{DateTime, Utc};

use super::Expr;
use super::kinds::{DateOf, Like, Moment, Stamped};
use super::table::{entries, family};
use crate::ast::{Expr as Ast, Literal};
use crate::bson::Document;
use crate::field::{Computing, Operand};
use crate::value::Value;

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
#[allow(missing_docs, reason = "each is the unit's own name")]
pub enum DateUnit {
    Year,
    Quarter,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
    Millisecond,
}

impl DateUnit {
    pub(crate) fn text(self) -> Ast {
        Ast::Literal(Literal::text(match self {
            Self::Year => "year",
            Self::Quarter => "quarter",
            Self::Month => "month",
            Self::Week => "week",
            Self::Day => "day",
            Self::Hour => "hour",
            Self::Minute => "minute",
            Self::Second => "second",
            Self::Millisecond => "millisecond",
        }))
    }
}

/// An operator on dates, in UTC unless [`timezone`](Self::timezone) names another zone.
#[must_use = "an expression does nothing until it stands in a query"]
pub struct Dated<R, T> {
    expr: Expr<R, T>,
}

impl<R, T> Dated<R, T> {
    pub(super) fn from_ast(ast: Ast) -> Self {
        Self { expr: Expr::from_ast(ast) }
    }

    pub(super) fn as_ast(&self) -> &Ast {
        &self.expr.ast
    }

    /// In a time zone: a name such as `"Europe/Paris"`, or an offset such as `"+02:00"`.
    ///
    /// MongoDB: `timezone`.
    pub fn timezone(self, zone: impl Operand<String, R>) -> Self {
        self.with("timezone", zone.into_operand().into_expr())
    }

    /// The day that weeks start with, for `date_trunc` and `date_diff`: `"monday"`.
    ///
    /// MongoDB: `startOfWeek`.
    pub fn start_of_week(self, day: impl Operand<String, R>) -> Self {
        self.with("startOfWeek", day.into_operand().into_expr())
    }

    /// In steps of so many units, for `date_trunc`.
    ///
    /// MongoDB: `binSize`.
    pub fn bin_size(self, units: impl Operand<i32, R>) -> Self {
        self.with("binSize", units.into_operand().into_expr())
    }

    fn with(self, key: &'static str, value: Ast) -> Self {
        let takes = |operator: &str| match key {
            "binSize" => operator == "dateTrunc",
            "startOfWeek" => operator == "dateTrunc" || operator == "dateDiff",
            _ => true,
        };
        Self::from_ast(match self.expr.ast {
            Ast::One(operator, date) if takes(operator) => {
                Ast::Named(operator, vec![("date", *date), (key, value)])
            }
            Ast::Named(operator, mut arguments) if takes(operator) => {
                arguments.push((key, value));
                Ast::Named(operator, arguments)
            }
            other => match other.fault() {
                Some(_) => other,
                None => {
                    Ast::Invalid { path: String::new(), reason: format!("this operator takes no `{key}`") }
                }
            },
        })
    }
}

impl<R, T> Clone for Dated<R, T> {
    fn clone(&self) -> Self {
        Self { expr: self.expr.clone() }
    }
}

impl<R, T> fmt::Debug for Dated<R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.expr.fmt(f)
    }
}

impl<R, T> Deref for Dated<R, T> {
    type Target = Expr<R, T>;

    fn deref(&self) -> &Expr<R, T> {
        &self.expr
    }
}

family! {
    /// What the server makes out of dates. Ids and timestamps count as the dates that they hold.
    DateExpr gives Dated, DATES;
    /// The year.
    year() of [Moment<Self::Value>] -> Like<Self::Value, i32> = one "year";
    /// The month, from 1 to 12.
    month() of [Moment<Self::Value>] -> Like<Self::Value, i32> = one "month";
    /// The day of the month, from 1 to 31.
    day_of_month() of [Moment<Self::Value>] -> Like<Self::Value, i32> = one "dayOfMonth";
    /// The day of the week, from 1 (Sunday) to 7.
    day_of_week() of [Moment<Self::Value>] -> Like<Self::Value, i32> = one "dayOfWeek";
    /// The day of the year, from 1 to 366.
    day_of_year() of [Moment<Self::Value>] -> Like<Self::Value, i32> = one "dayOfYear";
    /// The hour, from 0 to 23.
    hour() of [Moment<Self::Value>] -> Like<Self::Value, i32> = one "hour";
    /// The minute, from 0 to 59.
    minute() of [Moment<Self::Value>] -> Like<Self::Value, i32> = one "minute";
    /// The second, from 0 to 60.
    second() of [Moment<Self::Value>] -> Like<Self::Value, i32> = one "second";
    /// The millisecond, from 0 to 999.
    millisecond() of [Moment<Self::Value>] -> Like<Self::Value, i32> = one "millisecond";
    /// The week of the year, from 0 to 53; weeks start on Sunday.
    week() of [Moment<Self::Value>] -> Like<Self::Value, i32> = one "week";
    /// The week of the year in ISO 8601, from 1 to 53; weeks start on Monday.
    iso_week() of [Moment<Self::Value>] -> Like<Self::Value, i32> = one "isoWeek";
    /// The year that the ISO week belongs to.
    iso_week_year() of [Moment<Self::Value>] -> Like<Self::Value, i64> = one "isoWeekYear";
    /// The day of the ISO week, from 1 (Monday) to 7.
    iso_day_of_week() of [Moment<Self::Value>] -> Like<Self::Value, i32> = one "isoDayOfWeek";
    /// As text in a format such as `"%Y-%m-%d"`.
    date_to_string(format: String) of [Moment<Self::Value>] -> Like<Self::Value, String>
        = named "dateToString" ["date", "format"];
    /// A document with `year`, `month`, `day`, `hour`, `minute`, `second`, `millisecond`.
    date_to_parts() of [Moment<Self::Value>] -> Like<Self::Value, Document> = named "dateToParts" ["date"];
    {
        /// Cut off to the start of its year, month, hour and the like.
        ///
        /// MongoDB: `$dateTrunc`.
        fn date_trunc(&self, unit: DateUnit) -> Dated<Self::Root, DateOf<Self::Value>>
        where
            Self::Value: Value<Kind: Moment<Self::Value>>,
        {
            Dated::from_ast(Ast::Named("dateTrunc", vec![("date", self.ast()), ("unit", unit.text())]))
        }

        /// So many units later.
        ///
        /// MongoDB: `$dateAdd`.
        fn date_add(
            &self,
            unit: DateUnit,
            amount: impl Operand<i32, Self::Root>,
        ) -> Dated<Self::Root, DateOf<Self::Value>>
        where
            Self::Value: Value<Kind: Moment<Self::Value>>,
        {
            Dated::from_ast(shifted("dateAdd", self.ast(), unit, amount.into_operand().into_expr()))
        }

        /// So many units earlier.
        ///
        /// MongoDB: `$dateSubtract`.
        fn date_subtract(
            &self,
            unit: DateUnit,
            amount: impl Operand<i32, Self::Root>,
        ) -> Dated<Self::Root, DateOf<Self::Value>>
        where
            Self::Value: Value<Kind: Moment<Self::Value>>,
        {
            Dated::from_ast(shifted("dateSubtract", self.ast(), unit, amount.into_operand().into_expr()))
        }

        /// How often a unit begins between it and a later date.
        ///
        /// MongoDB: `$dateDiff`.
        fn date_diff(
            &self,
            end: impl Operand<Self::Value, Self::Root>,
            unit: DateUnit,
        ) -> Dated<Self::Root, Like<Self::Value, i64>>
        where
            Self::Value: Value<Kind: Moment<Self::Value>>,
        {
            let end = end.into_operand().into_expr();
            let arguments = vec![("startDate", self.ast()), ("endDate", end), ("unit", unit.text())];
            Dated::from_ast(Ast::Named("dateDiff", arguments))
        }

        /// The seconds of a timestamp, since 1970.
        ///
        /// MongoDB: `$tsSecond`.
        fn ts_second(&self) -> Expr<Self::Root, Like<Self::Value, i64>>
        where
            Self::Value: Value<Kind: Stamped<Self::Value>>,
        {
            Expr::from_ast(Ast::one("tsSecond", self.ast()))
        }

        /// The number that tells timestamps of one second apart.
        ///
        /// MongoDB: `$tsIncrement`.
        fn ts_increment(&self) -> Expr<Self::Root, Like<Self::Value, i64>>
        where
            Self::Value: Value<Kind: Stamped<Self::Value>>,
        {
            Expr::from_ast(Ast::one("tsIncrement", self.ast()))
        }
    }
}

fn shifted(operator: &'static str, date: Ast, unit: DateUnit, amount: Ast) -> Ast {
    Ast::Named(operator, vec![("startDate", date), ("unit", unit.text()), ("amount", amount)])
}

/// The time at which the server works on the query, the same for all documents.
///
/// MongoDB: `$$NOW`.
pub fn now<R: Computing>() -> Expr<R, DateTime<Utc>> {
    Expr::from_ast(Ast::system("NOW"))
}

/// The start of a day.
///
/// MongoDB: `$dateFromParts`.
pub fn date_from_parts<R: Computing>(
    year: impl Operand<i32, R>,
    month: impl Operand<i32, R>,
    day: impl Operand<i32, R>,
) -> Dated<R, DateTime<Utc>> {
    let arguments = [
        ("year", year.into_operand().into_expr()),
        ("month", month.into_operand().into_expr()),
        ("day", day.into_operand().into_expr()),
    ];
    Dated::from_ast(Ast::Named("dateFromParts", arguments.into()))
}

/// The start of a day by its week in ISO 8601 and the day of that week, from 1 (Monday) to 7.
///
/// MongoDB: `$dateFromParts` with `isoWeekYear`.
pub fn date_from_iso_parts<R: Computing>(
    year: impl Operand<i32, R>,
    week: impl Operand<i32, R>,
    day: impl Operand<i32, R>,
) -> Dated<R, DateTime<Utc>> {
    let arguments = [
        ("isoWeekYear", year.into_operand().into_expr()),
        ("isoWeek", week.into_operand().into_expr()),
        ("isoDayOfWeek", day.into_operand().into_expr()),
    ];
    Dated::from_ast(Ast::Named("dateFromParts", arguments.into()))
}

impl<R: Computing> Dated<R, DateTime<Utc>> {
    /// At a time of the day, for [`date_from_parts`].
    ///
    /// MongoDB: `hour`, `minute`, `second` of `$dateFromParts`.
    pub fn at_time(
        self,
        hour: impl Operand<i32, R>,
        minute: impl Operand<i32, R>,
        second: impl Operand<i32, R>,
    ) -> Self {
        let Ast::Named("dateFromParts", mut arguments) = self.expr.ast else {
            let reason = "only `date_from_parts` takes a time of the day".to_owned();
            return Self::from_ast(Ast::Invalid { path: String::new(), reason });
        };
        arguments.push(("hour", hour.into_operand().into_expr()));
        arguments.push(("minute", minute.into_operand().into_expr()));
        arguments.push(("second", second.into_operand().into_expr()));
        Self::from_ast(Ast::Named("dateFromParts", arguments))
    }
}

entries! {
    DATES_BY_HAND;
    "Cut off to the start of a unit; also `.bin_size(n)`, `.start_of_week(day)`."
        date_trunc("unit") of "Moment" -> "Like<DateTime<Utc>>" = "dateTrunc";
    "So many units later." date_add("unit, amount: i32") of "Moment" -> "Like<DateTime<Utc>>" = "dateAdd";
    "So many units earlier."
        date_subtract("unit, amount: i32") of "Moment" -> "Like<DateTime<Utc>>" = "dateSubtract";
    "How often a unit begins before another date; also `.start_of_week(day)`."
        date_diff("end: Self::Value, unit") of "Moment" -> "Like<i64>" = "dateDiff";
    "The seconds of a timestamp." ts_second("") of "Stamped" -> "Like<i64>" = "tsSecond";
    "The counter of a timestamp." ts_increment("") of "Stamped" -> "Like<i64>" = "tsIncrement";
    "A day; also `.at_time(hour, minute, second)`."
        date_from_parts("year: i32, month: i32, day: i32") of "" -> "DateTime<Utc>" = "dateFromParts";
    "A day by its week in ISO 8601; also `.at_time(..)`."
        date_from_iso_parts("year: i32, week: i32, day: i32") of "" -> "DateTime<Utc>" = "dateFromParts";
    "The time at which the server works on the query." now("") of "" -> "DateTime<Utc>" = "$NOW";
}
