//! Jobs: one at a time, questions, stopping, panics.

use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::*;
use crate::publish::ftp::Password;

/// Waits until the last job is in a state.
fn wait(jobs: &Jobs, state: &str) -> Value {
    let begun = Instant::now();
    loop {
        let job = jobs.job(None).map(|job| job.to_json()).unwrap_or_default();
        if job["state"] == state {
            return job;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "{job}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn one_job_runs_at_a_time_and_its_end_is_kept() {
    let jobs = Jobs::default();
    let (go, waiting) = channel::<()>();
    let first = jobs.start(JobKind::Publish, move |job| {
        job.say("Отправляю");
        waiting.recv().unwrap_or_default();
        JobEnd::Done(json!({ "files": 3 }))
    });
    assert_eq!(first.unwrap(), 1);
    let refused = jobs.start(JobKind::Plan, |_| JobEnd::Done(Value::Null)).unwrap_err();
    assert_eq!((refused.status, &*refused.message), (409, "Сейчас идёт публикация"));
    assert_eq!(refused.data, Some(json!({ "job": 1 })));
    assert!(jobs.is_sending());
    go.send(()).unwrap();
    assert_eq!(wait(&jobs, "done")["result"], json!({ "files": 3 }));
    assert_eq!(wait(&jobs, "done")["kind"], "publish");
    let second = jobs.start(JobKind::Plan, |_| JobEnd::Done(Value::Null));
    assert_eq!(second.unwrap(), 2);
    assert!(jobs.job(Some(1)).is_none());
}

#[test]
fn what_is_asked_during_a_job_does_not_wait_for_its_threads() {
    let jobs = Jobs::default();
    let (begun, begins) = channel();
    let go = Arc::new(std::sync::Barrier::new(rayon::current_num_threads() + 1));
    let all = Arc::clone(&go);
    let work = move |_: &RunningJob| {
        begun.send(()).unwrap();
        rayon::broadcast(|_| all.wait());
        JobEnd::Done(Value::Null)
    };
    jobs.start(JobKind::Plan, work).unwrap();
    begins.recv().unwrap();
    let (done, answer) = channel();
    std::thread::spawn(move || done.send(rayon::join(|| 1, || 2)));
    assert_eq!(answer.recv_timeout(Duration::from_secs(20)), Ok((1, 2)));
    go.wait();
    wait(&jobs, "done");
}

#[test]
fn a_panic_ends_its_job_alone() {
    let jobs = Jobs::default();
    jobs.start(JobKind::Plan, |_| panic!("as an error in the program would")).unwrap();
    let failed = wait(&jobs, "failed");
    assert!(failed["error"]["message"].as_str().unwrap().contains("произошла ошибка"), "{failed}");
    jobs.start(JobKind::Plan, |_| JobEnd::Done(Value::Null)).unwrap();
    wait(&jobs, "done");
}

#[test]
fn a_thread_that_dies_ends_its_job_with_words() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            if !std::thread::panicking() {
                panic!("where the panic is thrown away");
            }
        }
    }
    let jobs = Jobs::default();
    jobs.start(JobKind::Pack, |_| std::panic::panic_any(Bomb)).unwrap();
    let failed = wait(&jobs, "failed");
    assert!(failed["error"]["hint"].as_str().unwrap().contains("тексты и снимки целы"), "{failed}");
    jobs.stop_all(Duration::from_secs(20));
    jobs.start(JobKind::Plan, |_| JobEnd::Done(Value::Null)).unwrap();
    wait(&jobs, "done");
}

#[test]
fn a_job_that_is_stopping_says_so_until_it_ends() {
    let jobs = Jobs::default();
    let (go, waiting) = channel::<()>();
    jobs.start(JobKind::Publish, move |job| {
        job.say("Отправляю");
        waiting.recv().unwrap_or_default();
        JobEnd::Stopped(json!({}))
    })
    .unwrap();
    let text = |wanted: &str| {
        let begun = Instant::now();
        while jobs.job(None).unwrap().to_json()["progress"]["text"] != wanted {
            assert!(begun.elapsed() < Duration::from_secs(20), "{wanted}");
        }
    };
    text("Отправляю");
    jobs.job(None).unwrap().stop();
    text("Останавливаю");
    assert_eq!(jobs.job(None).unwrap().to_json()["state"], "running");
    go.send(()).unwrap();
    wait(&jobs, "stopped");
}

#[test]
fn a_job_that_only_looks_ends_at_once_and_the_next_one_waits_for_it() {
    let jobs = Jobs::default();
    let (go, waiting) = channel::<()>();
    jobs.start(JobKind::Publish, move |job| {
        job.only_looks(true);
        job.say("Соединяюсь");
        waiting.recv().unwrap_or_default();
        JobEnd::Done(json!({}))
    })
    .unwrap();
    while jobs.job(None).unwrap().to_json()["progress"]["text"] != "Соединяюсь" {}
    jobs.job(None).unwrap().stop();
    assert_eq!(jobs.job(None).unwrap().to_json()["state"], "stopped");
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(100));
        drop(go);
    });
    let begun = Instant::now();
    jobs.start(JobKind::Plan, |_| JobEnd::Done(json!({}))).unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(100));
    wait(&jobs, "done");
}

#[test]
fn a_question_waits_for_its_answer_and_shows_no_password() {
    let jobs = Jobs::default();
    let work = |job: &RunningJob| match job.ask(json!({ "kind": "password" })) {
        JobAnswer::Password(_) => JobEnd::Done(json!({})),
        _ => JobEnd::Stopped(json!({})),
    };
    jobs.start(JobKind::Publish, work).unwrap();
    assert_eq!(wait(&jobs, "question")["question"]["kind"], "password");
    let job = jobs.job(Some(1)).unwrap();
    assert!(job.answer(JobAnswer::Password(Password::new("taina-42"))));
    assert!(!job.answer(JobAnswer::No), "an answer counts once");
    let done = wait(&jobs, "done").to_string();
    assert!(!done.contains("taina-42") && !format!("{jobs:?}").contains("taina-42"), "{done}");
}

#[test]
fn stopping_ends_questions_and_pauses() {
    let jobs = Jobs::default();
    jobs.start(JobKind::Publish, |job| match job.ask(json!({})) {
        JobAnswer::No => JobEnd::Stopped(json!({})),
        _ => JobEnd::Done(json!({})),
    })
    .unwrap();
    wait(&jobs, "question");
    jobs.stop_all(Duration::from_secs(20));
    assert!(!jobs.is_sending());
    wait(&jobs, "stopped");
    jobs.start(JobKind::Publish, |job| {
        job.pause(Duration::from_secs(600));
        JobEnd::Stopped(json!({}))
    })
    .unwrap();
    jobs.stop_all(Duration::from_secs(20));
    assert!(!jobs.is_sending());
}
