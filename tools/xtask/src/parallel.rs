//! Work on many things at once.

use anyhow::Result;
use std::sync::{Mutex, PoisonError, mpsc};

/// How many processors there are.
pub(crate) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Does `work` for every item, `jobs` at a time, and hands each answer to `done` as it comes. Ends with the first
/// error, once what has begun is through.
pub(crate) fn in_parallel<T: Sync, R: Send>(
    items: &[T],
    jobs: usize,
    work: impl Fn(usize, &T) -> Result<R> + Sync,
    mut done: impl FnMut(&T, R) -> Result<()>,
) -> Result<()> {
    let next = Mutex::new(items.iter());
    std::thread::scope(|scope| {
        let (sender, answers) = mpsc::channel();
        for job in 0..jobs.min(items.len()) {
            let (sender, next, work) = (sender.clone(), &next, &work);
            scope.spawn(move || {
                let take = || next.lock().unwrap_or_else(PoisonError::into_inner).next();
                while let Some(item) = take() {
                    if sender.send((item, work(job, item))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        for (item, answer) in answers {
            done(item, answer?)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;

    #[test]
    fn every_item_is_worked_on_once() {
        let items: Vec<usize> = (0..50).collect();
        let mut found = Vec::new();
        let answer = in_parallel(
            &items,
            3,
            |_, item| Ok(item * 2),
            |item, double| {
                assert_eq!(item * 2, double);
                found.push(*item);
                Ok(())
            },
        );
        assert!(answer.is_ok());
        found.sort_unstable();
        assert_eq!(found, items);
    }

    #[test]
    fn the_first_error_ends_the_work() {
        let items: Vec<usize> = (0..1000).collect();
        let work = |_, item: &usize| if *item == 5 { bail!("five") } else { Ok(()) };
        let error = in_parallel(&items, 2, work, |_, ()| Ok(())).expect_err("five is an error");
        assert_eq!(error.to_string(), "five");
        assert!(in_parallel(&[], 2, work, |_, ()| Ok(())).is_ok());
    }
}
