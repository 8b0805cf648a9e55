autoconfig := include/config/auto.conf

deps_config := \
	Kconfig \
	configs/boards/Kconfig \
	src/Kconfig \
	src/Kconfig.debug \

$(autoconfig): $(deps_config)
$(deps_config): ;
