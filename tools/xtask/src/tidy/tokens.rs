//! Rust text as a flat list of tokens with lines.
//!
//! Knows nothing of rules. A text that does not lex gives no tokens: the compiler complains about it anyway.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Word,
    Punctuation,
    Literal,
    /// An opening bracket; the index of its closing one.
    Open(usize),
    Close,
}

/// One token.
#[derive(Debug)]
pub(super) struct Token {
    pub(super) text: String,
    pub(super) line: usize,
    pub(super) kind: Kind,
}

/// All tokens of a file, in order.
#[derive(Debug, Default)]
pub(super) struct Tokens(Vec<Token>);

impl Tokens {
    /// The tokens of a Rust text. O(bytes).
    pub(super) fn of(text: &str) -> Tokens {
        let mut tokens = Tokens::default();
        if let Ok(stream) = text.parse() {
            tokens.flatten(stream);
        }
        tokens
    }

    fn flatten(&mut self, stream: TokenStream) {
        for tree in stream {
            let line = tree.span().start().line;
            match tree {
                TokenTree::Ident(word) => self.push(word.to_string(), line, Kind::Word),
                TokenTree::Punct(mark) => self.push(mark.as_char().to_string(), line, Kind::Punctuation),
                TokenTree::Literal(literal) => self.push(literal.to_string(), line, Kind::Literal),
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ("(", ")"),
                        Delimiter::Brace => ("{", "}"),
                        Delimiter::Bracket => ("[", "]"),
                        Delimiter::None => ("", ""),
                    };
                    let start = self.0.len();
                    self.push(open.to_owned(), line, Kind::Close);
                    self.flatten(group.stream());
                    self.0[start].kind = Kind::Open(self.0.len());
                    self.push(close.to_owned(), group.span_close().end().line, Kind::Close);
                }
            }
        }
    }

    fn push(&mut self, text: String, line: usize, kind: Kind) {
        self.0.push(Token { text, line, kind });
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The token at an index, if there is one.
    pub(super) fn get(&self, index: usize) -> Option<&Token> {
        self.0.get(index)
    }

    /// All of them with their indices.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &Token)> {
        self.0.iter().enumerate()
    }

    /// Whether these words and marks stand at an index.
    pub(super) fn at(&self, index: usize, texts: &[&str]) -> bool {
        texts.iter().enumerate().all(|(offset, text)| {
            self.get(index + offset).is_some_and(|token| token.text == *text && token.kind != Kind::Literal)
        })
    }

    /// The index of the bracket that closes the one at an index.
    pub(super) fn close(&self, index: usize) -> Option<usize> {
        match self.get(index)?.kind {
            Kind::Open(close) => Some(close),
            _ => None,
        }
    }

    /// The index of the first token of the item after the attribute that ends at an index.
    pub(super) fn item_after(&self, mut attribute_end: usize) -> usize {
        while self.at(attribute_end + 1, &["#", "["]) {
            match self.close(attribute_end + 2) {
                Some(close) => attribute_end = close,
                None => break,
            }
        }
        let mut start = attribute_end + 1;
        if self.at(start, &["pub"]) {
            start += 1;
            if self.at(start, &["("]) {
                start = self.close(start).map_or(start, |close| close + 1);
            }
        }
        start
    }
}
