autoconfig := include/config/auto.conf

deps_config := \
	Kconfig \
	a/K \
	c \
	b \
	./b \
	a/K2 \

$(autoconfig): $(deps_config)
$(deps_config): ;
