//! A Kconfig tree as statements that can be taken away one by one.

/// A statement and what belongs to it.
#[derive(Clone)]
pub(super) struct Statement {
    /// The lines that it cannot do without, such as a config's type.
    pub(super) head: String,
    /// The lines that can be taken away.
    pub(super) attributes: Vec<String>,
    /// The entries inside, and the line that ends them; none for an entry that is not a block.
    pub(super) block: Option<(Vec<Statement>, &'static str)>,
}

/// A tree.
#[derive(Clone, Default)]
pub(super) struct Tree {
    pub(super) statements: Vec<Statement>,
}

impl Statement {
    /// How many parts can be taken away: the statement, each attribute, and what is inside.
    fn len(&self) -> usize {
        let inside = self.block.iter().flat_map(|(inside, _)| inside).map(Statement::len).sum::<usize>();
        1 + self.attributes.len() + inside
    }

    fn write(&self, text: &mut String) {
        text.push_str(&self.head);
        text.push('\n');
        for attribute in &self.attributes {
            text.push('\t');
            text.push_str(attribute);
            text.push('\n');
        }
        if let Some((inside, end)) = &self.block {
            inside.iter().for_each(|statement| statement.write(text));
            text.push_str(end);
            text.push('\n');
        }
    }
}

impl Tree {
    /// The tree as a file.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.statements.iter().for_each(|statement| statement.write(&mut text));
        text
    }

    /// How many parts can be taken away.
    pub(super) fn len(&self) -> usize {
        self.statements.iter().map(Statement::len).sum()
    }

    /// The tree without its part of this number.
    pub(super) fn without(&self, index: usize) -> Tree {
        let mut tree = self.clone();
        remove(&mut tree.statements, index);
        tree
    }
}

/// Removes a part from a list of statements; a block goes with its contents.
fn remove(statements: &mut Vec<Statement>, mut index: usize) {
    for position in 0..statements.len() {
        let length = statements[position].len();
        if index >= length {
            index -= length;
            continue;
        }
        if index == 0 {
            statements.remove(position);
            return;
        }
        let statement = &mut statements[position];
        let attributes = statement.attributes.len();
        if index <= attributes {
            statement.attributes.remove(index - 1);
        } else if let Some((inside, _)) = &mut statement.block {
            remove(inside, index - 1 - attributes);
        }
        return;
    }
}
