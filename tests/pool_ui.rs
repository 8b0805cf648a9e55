//! A function of an option that is off does not compile, and the message names the option.

#[test]
fn a_function_of_a_disabled_option_does_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/ui/*_off.rs");
}
