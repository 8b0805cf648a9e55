autoconfig := include/config/auto.conf

deps_config := \
	Kconfig \
	a \
	s/a \

$(autoconfig): $(deps_config)
$(deps_config): ;

ifneq "$(D)" "s"
$(autoconfig): FORCE
endif
