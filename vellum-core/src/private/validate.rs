//! A model's own rules, by the crate `garde`.

use crate::error::Violation;

/// Values that are checked before they are stored.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be validated",
    label = "expected an impl of `garde::Validate` with `Context = ()`",
    note = "add `#[derive(garde::Validate)]` to `{Self}`"
)]
pub trait Validated {
    /// What is wrong with a value.
    fn violations(&self) -> Vec<Violation>;
}

#[diagnostic::do_not_recommend]
impl<T: garde::Validate<Context = ()>> Validated for T {
    fn violations(&self) -> Vec<Violation> {
        match self.validate() {
            Ok(()) => Vec::new(),
            Err(report) => {
                let violations = report.iter();
                violations.map(|(path, error)| Violation::new(path.to_string(), error.message())).collect()
            }
        }
    }
}

/// What is wrong with a value.
pub fn validate<T: Validated>(value: &T) -> Vec<Violation> {
    value.violations()
}
