autoconfig := include/config/auto.conf

deps_config := \
	Kconfig \

$(autoconfig): $(deps_config)
$(deps_config): ;

ifneq "$(FIRST)" "a"
$(autoconfig): FORCE
endif

ifneq "$(SECOND)" "b"
$(autoconfig): FORCE
endif
