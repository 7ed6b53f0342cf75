//! One prediction by axum and ONNX Runtime: `peer PORT MODEL`. Each thread has a session, since running one needs
//! exclusive access to it.

use std::cell::RefCell;
use std::env;
use std::sync::LazyLock;

use axum::{Json, Router, routing::post};
use ort::environment::Environment;
use ort::session::Session;
use ort::value::TensorRef;
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Note {
    variance: f32,
    skewness: f32,
    curtosis: f32,
    entropy: f32,
}

#[derive(Serialize)]
struct Answer {
    label: String,
    probabilities: Vec<f32>,
}

static ENVIRONMENT: LazyLock<Environment> = LazyLock::new(|| ort::init().build().unwrap());

thread_local! {
    static SESSION: RefCell<Session> = RefCell::new(open(&env::args().nth(2).unwrap()).unwrap());
}

fn open(model: &str) -> ort::Result<Session> {
    Session::builder(&ENVIRONMENT)?.with_intra_threads(1)?.commit_from_file(model)
}

fn input(value: &f32) -> ort::Result<TensorRef<'_, f32>> {
    TensorRef::from_array_view(([1usize, 1], std::slice::from_ref(value)))
}

fn run(session: &mut Session, note: &Note) -> ort::Result<Answer> {
    let outputs = session.run(ort::inputs! {
        "variance" => input(&note.variance)?,
        "skewness" => input(&note.skewness)?,
        "curtosis" => input(&note.curtosis)?,
        "entropy" => input(&note.entropy)?,
    })?;
    Ok(Answer {
        label: outputs["label"].try_extract_strings()?.1.swap_remove(0),
        probabilities: outputs["probabilities"].try_extract_tensor::<f32>()?.1.to_vec(),
    })
}

async fn predict(Json(note): Json<Note>) -> Json<Answer> {
    Json(SESSION.with_borrow_mut(|session| run(session, &note).unwrap()))
}

#[tokio::main]
async fn main() {
    let port = env::args().nth(1).unwrap();
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await.unwrap();
    axum::serve(listener, Router::new().route("/predict", post(predict))).await.unwrap();
}
