//! The plan of coming events, made from announcements and drafts.
//!
//! After an event the same post becomes its news, so the plan and the report agree.

use super::compose::organization_line;
use super::document::{Block, Cell, Column, EMPTY_CELL, ReportDocument, Row, Table};
use super::scope::by_date;
use crate::calendar::Period;
use crate::content::post::Post;
use crate::site::Site;

pub fn plan(site: &Site, period: &Period) -> ReportDocument {
    let title = format!("План мероприятий на\u{a0}{period}");
    ReportDocument {
        title: title.clone(),
        date: period.first(),
        blocks: vec![
            Block::Heading { level: 1, spans: vec![(&*title).into()] },
            organization_line(&site.config),
            Block::Table(table(site, period)),
        ],
    }
}

fn table(site: &Site, period: &Period) -> Table {
    let announced = site.events.iter().map(|event| (&*event.document, event.details.announcement));
    let left_out = site.left_out.iter().map(|post| (&**post, false));
    let days = period.days();
    let mut posts: Vec<&Post> = announced
        .chain(left_out)
        .filter(|(post, announced)| *announced || post.draft && post.meta.held.is_none())
        .map(|(post, _)| post)
        .filter(|post| post.meta.held != Some(false) && post.meta.date.overlaps(&days))
        .collect();
    posts.sort_by(|a, b| by_date(a, b));
    let mut rows = Vec::new();
    let mut number = 0;
    for id in site.config.direction_ids() {
        let direction = site.config.direction(id);
        let mut in_direction = posts.iter().filter(|post| post.meta.direction == id).peekable();
        if in_direction.peek().is_some() {
            rows.push(Row::Section(direction.title.clone()));
        }
        for post in in_direction {
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
        |text: Option<&str>| Cell::from(text.filter(|text| !text.is_empty()).unwrap_or(EMPTY_CELL));
    let teachers = (!post.meta.teachers.is_empty()).then(|| post.meta.teachers.join(", "));
    vec![
        Cell::row_number(number),
        Cell::from(&*post.title),
        text(post.summary.as_deref().or(Some(&post.body.lead))),
        text(post.meta.audience.as_deref()),
        Cell::from(&*post.meta.date.to_string()),
        text(post.meta.responsible.as_deref().or(teachers.as_deref())),
    ]
}
