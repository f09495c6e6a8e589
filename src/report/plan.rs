//! The plan: what is still to come, out of announcements and drafts.
//!
//! Once an event was held, the same post becomes its news, so the plan and the report agree.

use super::document::{Block, Cell, Document, Row, Table};
use super::events::column;
use crate::calendar::Period;
use crate::content::post::Post;
use crate::site::Site;

/// What stands where there is nothing.
const NOTHING: &str = "—";

/// The plan of `period`.
pub fn plan(site: &Site, period: &Period) -> Document {
    let title = format!("План мероприятий на\u{a0}{period}");
    let centre = [&*site.config.title, &*site.config.school];
    let centre: Vec<_> = centre.into_iter().filter(|name| !name.is_empty()).collect();
    Document {
        title: title.clone(),
        date: period.first(),
        blocks: vec![
            Block::Heading { level: 1, spans: vec![(&*title).into()] },
            Block::Paragraph(vec![(&*centre.join(", ")).into()]),
            Block::Table(table(site, period)),
        ],
    }
}

fn table(site: &Site, period: &Period) -> Table {
    let announced = site.events.iter().map(|event| (&*event.post, event.announcement));
    let left_out = site.left_out.iter().map(|post| (&**post, false));
    let days = period.days();
    let mut posts: Vec<&Post> = announced
        .chain(left_out)
        .filter(|(post, announced)| *announced || post.draft && post.held.is_none())
        .map(|(post, _)| post)
        .filter(|post| post.held != Some(false) && post.date.overlaps(&days))
        .collect();
    posts.sort_by(|a, b| {
        let key = |post: &'_ Post| (post.date, post.slug.clone());
        key(a).cmp(&key(b)).then_with(|| a.file.cmp(&b.file))
    });
    let mut rows = Vec::new();
    let mut number = 0;
    for (id, direction) in site.config.directions.iter().enumerate() {
        let mut own = posts.iter().filter(|post| post.direction == id).peekable();
        if own.peek().is_some() {
            rows.push(Row::Section(direction.title.clone()));
        }
        for post in own {
            number += 1;
            rows.push(Row::Cells(cells(post, number)));
        }
    }
    let columns = [
        ("№ п/п", 2),
        ("Мероприятие", 8),
        ("Краткое содержание", 10),
        ("Категория участников", 6),
        ("Сроки", 5),
        ("Ответственный", 5),
    ];
    Table {
        name: "plan".to_owned(),
        title: String::new(),
        columns: columns.map(column).into(),
        rows,
    }
}

fn cells(post: &Post, number: u64) -> Vec<Cell> {
    let text =
        |text: Option<&str>| Cell::from(text.filter(|text| !text.is_empty()).unwrap_or(NOTHING));
    let teachers = (!post.teachers.is_empty()).then(|| post.teachers.join(", "));
    vec![
        Cell { text: format!("{number}."), value: Some(number), link: None },
        Cell::from(&*post.title),
        text(post.summary.as_deref().or(Some(&post.body.lead))),
        text(post.audience.as_deref()),
        Cell::from(&*post.date.to_string()),
        text(post.responsible.as_deref().or(teachers.as_deref())),
    ]
}

/// Whether there is anything in a document's tables.
pub fn is_empty(document: &Document) -> bool {
    document
        .blocks
        .iter()
        .all(|block| !matches!(block, Block::Table(table) if !table.rows.is_empty()))
}
