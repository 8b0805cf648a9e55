//! kconfig-build
