//! Statistics: of a pool, of its tasks, and of modules.

mod module;
mod origin;
mod pool;
mod task;

pub(crate) use module::module_used;
pub use module::{MODULE_LIMIT, ModuleId, RecordsModule};
pub use origin::{CallSite, FRAMES, LiveBlock, Origin, RecordsOrigin};
pub use pool::PoolStatus;
pub use task::{RecordsTask, TaskId, TaskUse};
