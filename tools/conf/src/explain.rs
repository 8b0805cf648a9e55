//! `conf explain`: what a code means, at length.

use crate::report;
use crate::stop::Stop;

/// Prints the long text of a code.
pub(crate) fn explain(code: &str) -> Result<(), Stop> {
    let number = code.trim().trim_start_matches(['k', 'K']).parse();
    let Ok(number) = number else {
        return Err(Stop::because(format!("`{code}` is no code: they look like K0012")));
    };
    let code = kconfig::diag::Code(number);
    match kconfig::diag::explain(code) {
        Some(text) => Ok(report::out(&format!("{code}\n\n{}\n", text.trim_end()))?),
        None => {
            Err(Stop::because(format!("there is no {code}: codes stand in brackets in warnings and errors")))
        }
    }
}
