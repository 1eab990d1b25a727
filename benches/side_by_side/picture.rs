//! The figures as a picture. Bars need few lines of SVG, and a crate for charts brings fonts and images along.

use std::fmt::Write;

use crate::about::About;
use crate::figures::Row;

const WIDTH: f64 = 820.0;
const LEFT: f64 = 200.0;
const RIGHT: f64 = 60.0;
const BAR: f64 = 13.0;
const TOP: f64 = 58.0;

/// What a reader wants to know first. If none of it was measured, everything is drawn.
const FIRST: [&str; 6] =
    ["find_small", "find_medium", "find_large", "page_200", "create_many_small", "get_one"];

/// Bars of the speed-up over the driver, work by work. The line is the driver.
pub(crate) fn draw(rows: &[Row], about: &About) -> String {
    let first = rows.iter().any(|row| FIRST.contains(&row.work));
    let drawn = |row: &&Row| {
        let timed = row.bytes.is_none();
        timed && !matches!(row.subject, "driver" | "driver_again") && (!first || FIRST.contains(&row.work))
    };
    let rows: Vec<&Row> = rows.iter().filter(drawn).collect();
    let most = rows.iter().map(|row| row.ratio).fold(1.0, f64::max);
    let scale = (WIDTH - LEFT - RIGHT) / most;
    let mut bars = String::new();
    let (mut y, mut work) = (TOP, "");
    for row in rows {
        if row.work != work {
            work = row.work;
            y += BAR;
            text(&mut bars, 12.0, y + BAR - 3.0, "work", work);
        }
        bar(&mut bars, row, y, scale);
        y += BAR + 2.0;
    }
    let driver = LEFT + scale;
    let bottom = y + 6.0;
    let height = bottom + 34.0;
    let mut out = String::new();
    let _ = writeln!(
        out,
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0}" font-family="system-ui, sans-serif" font-size="11">
<style>text {{ fill: #333 }} .title {{ font-size: 15px; font-weight: 600 }} .work {{ font-weight: 600 }} .quiet {{ fill: #777 }}</style>
<rect width="100%" height="100%" fill="#fff"/>"##
    );
    text(&mut out, 12.0, 24.0, "title", "Times as fast as the driver, in wall time");
    text(&mut out, driver - 14.0, TOP, "quiet", "driver");
    let _ = writeln!(
        out,
        r##"<line x1="{driver:.1}" y1="{:.1}" x2="{driver:.1}" y2="{bottom:.1}" stroke="#999" stroke-dasharray="3 3"/>"##,
        TOP + 5.0
    );
    out += &bars;
    text(&mut out, 12.0, height - 12.0, "quiet", &about.short());
    out + "</svg>\n"
}

fn bar(out: &mut String, row: &Row, y: f64, scale: f64) {
    let width = (row.ratio * scale).max(1.0);
    let color = match row.subject {
        "vellum" => "#2f6f4f",
        "limit" => "#d9d9d9",
        "pymongo" | "beanie" => "#c9a24b",
        _ => "#7d9cc0",
    };
    let _ =
        writeln!(out, r#"<rect x="{LEFT}" y="{y:.1}" width="{width:.1}" height="{BAR}" fill="{color}"/>"#);
    let _ = writeln!(
        out,
        r#"<text x="{:.1}" y="{:.1}" text-anchor="end">{}</text>"#,
        LEFT - 6.0,
        y + BAR - 3.0,
        row.subject
    );
    text(out, LEFT + width + 5.0, y + BAR - 3.0, "quiet", &format!("{:.2}", row.ratio));
}

fn text(out: &mut String, x: f64, y: f64, class: &str, text: &str) {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let _ = writeln!(out, r#"<text x="{x:.1}" y="{y:.1}" class="{class}">{text}</text>"#);
}
