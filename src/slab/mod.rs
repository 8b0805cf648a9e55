//! The slab extension: small requests from chunks of equal items.

/// Whether and how a pool keeps slabs.
pub trait SlabPolicy: 'static {
    /// Whether there are slabs at all.
    const ENABLED: bool;
}

/// No slabs: every request is served from the blocks of the pool.
#[derive(Debug)]
pub enum NoSlab {}
impl SlabPolicy for NoSlab {
    const ENABLED: bool = false;
}

/// Slabs of a fixed size, made when the pool is.
#[derive(Debug)]
pub enum FixedSlab {}
impl SlabPolicy for FixedSlab {
    const ENABLED: bool = true;
}

/// Slabs that grow and shrink by chunks.
#[derive(Debug)]
pub enum GrowingSlab {}
impl SlabPolicy for GrowingSlab {
    const ENABLED: bool = true;
}
