//! What is set once and read by everybody.

/// What a pointer that is only ever set from static references holds, or `default` while it holds nothing.
pub(crate) fn installed_or<T: Copy>(
    pointer: &core::sync::atomic::AtomicPtr<T>,
    default: T,
    order: core::sync::atomic::Ordering,
) -> T {
    // SAFETY: null, or made from a `&'static T` by the setter, which is the only writer.
    unsafe { pointer.load(order).as_ref() }.copied().unwrap_or(default)
}
