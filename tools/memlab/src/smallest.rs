//! The smallest pool in which a workload completes.
//!
//! Knows nothing of what the workload is.

/// Pools are compared in steps of this many bytes, the grain of a pool's own size.
pub const STEP: usize = 8;

/// The smallest multiple of [`STEP`] in `low ..= high` that `completes`, found by bisection; `None` if `high` does
/// not complete.
///
/// Calls `completes` about log₂((answer − low) / STEP) × 2 times, first with sizes that grow from `low`, since a good
/// allocator's answer is near it. A workload that completes in a pool may fail in a slightly larger one, where blocks
/// fall differently: the answer completes and the size a step below it does not, but a smaller one might.
///
/// # Errors
/// The first error of `completes`.
///
/// ```
/// let answer = memlab::smallest::smallest(1000, 1 << 30, |size| Ok::<_, ()>(size >= 12345));
/// assert_eq!(answer, Ok(Some(12352)));
/// ```
pub fn smallest<E>(
    low: usize,
    high: usize,
    mut completes: impl FnMut(usize) -> Result<bool, E>,
) -> Result<Option<usize>, E> {
    let (mut fails, last) = (low / STEP, high / STEP);
    let mut probe = low.div_ceil(STEP).min(last);
    // Each step up is a sixteenth of the last failure at first, then doubles.
    let mut stride = (probe / 16).max(1);
    while !completes(probe * STEP)? {
        if probe >= last {
            return Ok(None);
        }
        fails = probe;
        probe = probe.saturating_add(stride).min(last);
        stride = stride.saturating_mul(2);
    }
    let mut works = probe;
    while works > fails + 1 {
        let middle = fails + (works - fails) / 2;
        if completes(middle * STEP)? {
            works = middle;
        } else {
            fails = middle;
        }
    }
    Ok(Some(works * STEP))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_threshold_is_found_exactly() {
        for low in [0usize, 1, 8, 100, 1000] {
            for threshold in [low.next_multiple_of(STEP), 1024, 1032, 4000, 65536] {
                if threshold < low {
                    continue;
                }
                let found = smallest(low, 65536, |size| Ok::<_, ()>(size >= threshold));
                assert_eq!(found, Ok(Some(threshold)), "low {low} threshold {threshold}");
            }
        }
    }

    #[test]
    fn what_never_completes_has_no_answer() {
        assert_eq!(smallest(100, 65536, |_| Ok::<_, ()>(false)), Ok(None));
    }

    #[test]
    fn an_error_ends_the_search() {
        let mut calls = 0;
        let found = smallest(100, 65536, |_| {
            calls += 1;
            if calls == 3 { Err("no memory") } else { Ok(false) }
        });
        assert_eq!((found, calls), (Err("no memory"), 3));
    }

    #[test]
    fn the_search_is_short() {
        let mut calls = 0;
        let found = smallest(1_137_023, 1 << 32, |size| {
            calls += 1;
            Ok::<_, ()>(size >= 1_229_000)
        });
        assert!(found == Ok(Some(1_229_000)) && calls <= 20, "{found:?} in {calls}");
    }
}
