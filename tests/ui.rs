//! What the compiler says about mistakes, reviewed line by line like screenshots, and code that must
//! compile although it is unusual.

#[test]
fn mistakes_are_explained() {
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}

#[test]
fn unusual_code_compiles() {
    trybuild::TestCases::new().pass("ui-pass/*.rs");
}
