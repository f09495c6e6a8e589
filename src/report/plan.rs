//! The plan: what is still to come, out of announcements and drafts.
//!
//! Once an event was held, the same post becomes its news, so the plan and the report agree.

use super::compose::centre;
use super::document::{Block, Cell, Column, Document, NOTHING, Row, Table};
use super::scope::by_date;
use crate::calendar::Period;
use crate::content::post::Post;
use crate::site::Site;

/// The plan of `period`.
pub fn plan(site: &Site, period: &Period) -> Document {
    let title = format!("План мероприятий на\u{a0}{period}");
    Document {
        title: title.clone(),
        date: period.first(),
        blocks: vec![
            Block::Heading { level: 1, spans: vec![(&*title).into()] },
            centre(&site.config),
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
    posts.sort_by(|a, b| by_date(a, b));
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
        columns: columns.map(|(title, width)| Column::new(title, width)).into(),
        rows,
    }
}

fn cells(post: &Post, number: u64) -> Vec<Cell> {
    let text =
        |text: Option<&str>| Cell::from(text.filter(|text| !text.is_empty()).unwrap_or(NOTHING));
    let teachers = (!post.teachers.is_empty()).then(|| post.teachers.join(", "));
    vec![
        Cell::place(number),
        Cell::from(&*post.title),
        text(post.summary.as_deref().or(Some(&post.body.lead))),
        text(post.audience.as_deref()),
        Cell::from(&*post.date.to_string()),
        text(post.responsible.as_deref().or(teachers.as_deref())),
    ]
}
