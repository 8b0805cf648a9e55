//! Properties: the lines below an entry.

use super::recovery::Faulty;
use super::{Entry, Parser};
use crate::dialect::{Dialect, Feature};
use crate::event::{Event, Type};
use crate::expr::Expr;
use crate::token::{Keyword, Kind, Token};
use memchr::memchr;

/// The properties, by the word that begins them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Property {
    Type(Type),
    TypedDefault(Type),
    Prompt,
    Default,
    Depends,
    Select,
    Imply,
    Range,
    Visible,
    Help,
    Modules,
    Optional,
    Transitional,
    Option,
}

impl Property {
    /// The property that a keyword begins.
    pub(super) fn of(keyword: Keyword) -> Option<Property> {
        Some(match keyword {
            Keyword::Bool => Property::Type(Type::Bool),
            Keyword::Tristate => Property::Type(Type::Tristate),
            Keyword::Int => Property::Type(Type::Int),
            Keyword::Hex => Property::Type(Type::Hex),
            Keyword::String => Property::Type(Type::String),
            Keyword::DefBool => Property::TypedDefault(Type::Bool),
            Keyword::DefTristate => Property::TypedDefault(Type::Tristate),
            Keyword::Prompt => Property::Prompt,
            Keyword::Default => Property::Default,
            Keyword::Depends => Property::Depends,
            Keyword::Select => Property::Select,
            Keyword::Imply => Property::Imply,
            Keyword::Range => Property::Range,
            Keyword::Visible => Property::Visible,
            Keyword::Help => Property::Help,
            Keyword::Modules => Property::Modules,
            _ => return None,
        })
    }

    /// The property that a word begins in some dialects.
    pub(super) fn of_word(word: &str) -> Option<(Property, Feature)> {
        Some(match word {
            "def_int" => (Property::TypedDefault(Type::Int), Feature::TypedDefaults),
            "def_hex" => (Property::TypedDefault(Type::Hex), Feature::TypedDefaults),
            "def_string" => (Property::TypedDefault(Type::String), Feature::TypedDefaults),
            "boolean" => (Property::Type(Type::Bool), Feature::Boolean),
            "def_boolean" => (Property::TypedDefault(Type::Bool), Feature::Boolean),
            "---help---" => (Property::Help, Feature::DashedHelp),
            "option" => (Property::Option, Feature::Options),
            "optional" => (Property::Optional, Feature::OptionalChoices),
            "transitional" => (Property::Transitional, Feature::Transitional),
            _ => return None,
        })
    }

    /// Whether an entry can have it.
    pub(super) fn belongs_to(self, entry: Entry, dialect: Dialect) -> bool {
        use Property::{Default, Depends, Help, Optional, Prompt, Range, Type as Typed, Visible};
        match entry {
            Entry::None => false,
            Entry::Broken => true,
            Entry::Config => !matches!(self, Visible | Optional),
            Entry::ConfigDefault => matches!(self, Default | Range),
            Entry::Choice => match self {
                Typed(Type::Bool) | Prompt | Default | Depends | Help => true,
                Typed(Type::Tristate) | Optional => dialect.has(Feature::OptionalChoices),
                _ => false,
            },
            Entry::Menu => matches!(self, Depends | Visible),
            Entry::Comment => self == Depends,
        }
    }
}

impl Parser<'_> {
    /// A property that begins with a keyword.
    pub(super) fn property(&mut self, property: Property) {
        let keyword = self.token;
        self.property = true;
        self.check_place(property, keyword);
        match property {
            Property::Default | Property::TypedDefault(_) => self.advance_to_operand(),
            _ => self.advance(),
        }
        self.property_body(property);
    }

    /// A property that begins with a word, which was consumed.
    pub(super) fn property_after(&mut self, property: Property, word: Token) {
        self.property = true;
        self.check_place(property, word);
        self.property_body(property);
    }

    fn check_place(&mut self, property: Property, keyword: Token) {
        if self.entry == Entry::None {
            self.orphan(keyword);
        } else if !property.belongs_to(self.entry, self.dialect()) {
            self.misplaced(keyword);
        } else {
            self.lost_line();
        }
    }

    fn property_body(&mut self, property: Property) {
        if property == Property::Help {
            self.line_end();
            return match self.reference.skipping() && !self.has(Feature::LooseLineEnds) {
                // To the reference program it begins no text: the lines below are statements like any other.
                true => {
                    self.finish_line();
                    self.refused_prose = true;
                    self.faults += 1;
                }
                false => self.help_text(),
            };
        }
        // What follows a fault on the line is not understood well enough to be told.
        let _: Result<(), Faulty> = match property {
            Property::Type(of) => self.typed(of),
            Property::TypedDefault(of) => self.typed_default(of),
            Property::Prompt => self.prompt(),
            Property::Default => self.default(),
            Property::Depends => self.depends(),
            Property::Select => self.select(true),
            Property::Imply => self.select(false),
            Property::Range => self.range(),
            Property::Visible => self.visible(),
            Property::Modules => self.bare(Event::Modules),
            Property::Optional => self.bare(Event::Optional),
            Property::Transitional => self.bare(Event::Transitional),
            Property::Option => self.option(),
            Property::Help => Ok(()),
        };
        self.finish_line();
    }

    /// Emits a property, unless there is nothing it belongs to.
    fn tell(&mut self, event: Event<'_>) {
        // The end of the first file within a line is no end of a statement.
        if !matches!(self.entry, Entry::None | Entry::Broken) && !self.is_unfinished() {
            let span = self.statement_span();
            self.emit(event, span);
        }
    }

    fn bare(&mut self, event: Event<'_>) -> Result<(), Faulty> {
        self.line_end();
        self.tell(event);
        Ok(())
    }

    fn typed(&mut self, of: Type) -> Result<(), Faulty> {
        if matches!(self.token.kind, Kind::LineEnd | Kind::End) {
            if self.entry == Entry::Choice && !self.has(Feature::OptionalChoices) {
                let message = "a choice has no type; `bool` stands here only before its prompt";
                self.refused(
                    Feature::OptionalChoices,
                    message,
                    "remove the line: every choice is of type bool",
                );
            }
            self.tell(Event::Type(of));
            return Ok(());
        }
        let text = self.quoted("the prompt of the symbol").ok_or(Faulty)?;
        self.prompt_after(text, Some(of))
    }

    fn prompt(&mut self) -> Result<(), Faulty> {
        let text = self.quoted("a prompt").ok_or(Faulty)?;
        self.prompt_after(text, None)
    }

    fn prompt_after(&mut self, text: Token, of: Option<Type>) -> Result<(), Faulty> {
        let condition = self.condition()?;
        self.line_end();
        if let Some(of) = of {
            self.tell(Event::Type(of));
        }
        if !matches!(self.entry, Entry::None | Entry::Broken) && !self.is_unfinished() {
            let span = self.statement_span();
            self.emit_text(text, span, |text| Event::Prompt { text, condition });
        }
        Ok(())
    }

    fn typed_default(&mut self, of: Type) -> Result<(), Faulty> {
        let value = self.expression()?;
        let condition = self.condition()?;
        self.line_end();
        self.tell(Event::Type(of));
        self.tell(Event::Default { value, condition });
        Ok(())
    }

    fn default(&mut self) -> Result<(), Faulty> {
        let value = if self.entry == Entry::Choice {
            if self.token.kind == Kind::Quoted {
                self.expected("the name of a member of the choice");
                return Err(Faulty);
            }
            let (operand, span) = self.operand("the name of a member of the choice")?;
            self.macros.parsed.exprs.add(Expr::Leaf(operand), span)
        } else {
            self.expression()?
        };
        let condition = self.condition()?;
        self.line_end();
        self.tell(Event::Default { value, condition });
        Ok(())
    }

    fn depends(&mut self) -> Result<(), Faulty> {
        if self.token.kind == Kind::Keyword(Keyword::On) {
            self.advance_to_operand();
        } else if !self.has(Feature::OldSpellings) {
            let help = "write `depends on`";
            self.refused(Feature::OldSpellings, "`depends` is followed by `on` here", help);
            return Err(Faulty);
        }
        let expression = self.expression()?;
        if self.token.kind == Kind::Keyword(Keyword::If) && !self.has(Feature::ConditionalDepends) {
            self.refused(
                Feature::ConditionalDepends,
                "`depends on` takes no `if` here",
                "`depends on A if B` is `depends on A || B = n`",
            );
        }
        let condition = self.condition()?;
        self.line_end();
        self.tell(Event::DependsOn { expression, condition });
        Ok(())
    }

    fn select(&mut self, select: bool) -> Result<(), Faulty> {
        let what = if select { "the symbol to select" } else { "the symbol to imply" };
        let (target, _) = self.name(what).ok_or(Faulty)?;
        let condition = self.condition()?;
        self.line_end();
        self.tell(match select {
            true => Event::Select { target, condition },
            false => Event::Imply { target, condition },
        });
        Ok(())
    }

    fn range(&mut self) -> Result<(), Faulty> {
        let (low, _) = self.operand("the least value")?;
        let (high, _) = self.operand("the greatest value")?;
        let condition = self.condition()?;
        self.line_end();
        self.tell(Event::Range { low, high, condition });
        Ok(())
    }

    fn visible(&mut self) -> Result<(), Faulty> {
        if self.token.kind != Kind::Keyword(Keyword::If) {
            self.expected("`if` after `visible`");
            return Err(Faulty);
        }
        self.advance_to_operand();
        let expression = self.expression()?;
        self.line_end();
        self.tell(Event::VisibleIf(expression));
        Ok(())
    }

    fn option(&mut self) -> Result<(), Faulty> {
        let word = self.token;
        let known = match word.kind {
            Kind::Keyword(Keyword::Modules) => Some(Event::Modules),
            Kind::Word => match self.text(word) {
                "defconfig_list" => Some(Event::OptionDefconfigList),
                "allnoconfig_y" => Some(Event::OptionAllNoConfigY),
                "env" => return self.option_env(),
                _ => None,
            },
            _ => None,
        };
        let Some(event) = known else {
            self.expected("`env`, `modules`, `defconfig_list` or `allnoconfig_y`");
            return Err(Faulty);
        };
        self.advance();
        self.bare(event)
    }

    fn option_env(&mut self) -> Result<(), Faulty> {
        self.advance();
        if self.token.kind != Kind::Equal {
            self.expected("`=` and the name of an environment variable in quotes");
            return Err(Faulty);
        }
        self.advance();
        if self.token.kind != Kind::Quoted {
            self.expected("the name of an environment variable in quotes");
            return Err(Faulty);
        }
        let text = self.token;
        let name = self.text(text).to_owned();
        // The symbol's value comes from it, so it is part of the result.
        let is_set = self.macros.environment(&name).is_some();
        if let Some((symbol, _)) = self.symbol {
            self.bounce.insert(self.macros.parsed.names.text(symbol).to_owned(), name.clone());
        }
        self.advance();
        self.line_end();
        if !is_set && self.has(Feature::Options) {
            let span = self.symbol.map_or(self.statement_span(), |(_, span)| span);
            self.variable_unset(&name, span);
        }
        if !matches!(self.entry, Entry::None | Entry::Broken) {
            let span = self.statement_span();
            self.emit_text(text, span, |text| Event::OptionEnv(text));
        }
        Ok(())
    }

    fn help_text(&mut self) {
        self.helped = true;
        self.prose = true;
        self.line_done();
        if self.token.kind == Kind::End {
            return;
        }
        let mut text = std::mem::take(&mut self.help);
        text.clear();
        let open = self.files.len() - 1;
        let lexer = &mut self.files[open].lexer;
        lexer.help(&mut text);
        self.end = lexer.position();
        if let Some(nul) = memchr(0, text.as_bytes()) {
            let span = self.statement_span();
            self.nul_in_help(span);
            text.truncate(nul);
        }
        self.tell(Event::Help((&*text).into()));
        self.help = text;
        let end = self.end;
        self.advance();
        self.end = end;
    }
}
