autoconfig := include/config/auto.conf

deps_config := \
	Kconfig \
	a/K \

$(autoconfig): $(deps_config)
$(deps_config): ;
