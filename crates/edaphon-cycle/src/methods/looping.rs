//! Plain passes, until the drift is small enough.

use crate::line::Line;

use super::point::{Level, coordinates, evaluate};
use super::{Found, Settings, Start};

pub(super) async fn solve(line: &Line, start: &Start, settings: &Settings) -> Found {
    let mut z = coordinates(line, &start.x);
    let mut content = false;
    let mut x = start.x.clone();
    for _ in 0..settings.passes {
        let here = evaluate(line, Level::Loop, &z).await;
        if !here.is_finite() {
            break;
        }
        content = here.contents(settings);
        x = here.x.clone();
        if content {
            break;
        }
        z = coordinates(line, &here.image);
    }
    Found { x, content, fallbacks: Vec::new(), inverse: None, mean_jacobian: None, extinct: false }
}
