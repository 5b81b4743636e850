//! Figures one after the other, as an animated PNG.

use std::path::Path;

use png::{BitDepth, BlendOp, ColorType, Compression, DisposeOp, Encoder, EncodingError};

use crate::error::{FigureError, Result};
use crate::raster::Pixels;
use crate::{Figure, Size, drawn, file, raster};

/// Figures of one size, shown one after the other again and again.
///
/// The file is a PNG: whatever does not know animations shows the last of them.
pub struct Animation<'f> {
    /// The figures, in order.
    pub frames: Vec<&'f dyn Figure>,
    /// How long each is shown (s).
    pub seconds: f64,
    /// Size of all.
    pub size: Size,
}

impl Animation<'_> {
    /// The animation as a PNG file in memory, with two pixels for each pixel of the size.
    ///
    /// # Errors
    /// If there is no figure, one cannot be drawn, the size is outside 120 to 8000 px or the time outside 0.02 to 60 s.
    pub fn render(&self) -> Result<Vec<u8>> {
        if self.frames.is_empty() || !(0.02..=60.0).contains(&self.seconds) {
            return Err(FigureError::Unusable {
                what: "animation",
                found: format!("{} figures of {} s", self.frames.len(), self.seconds),
                accepted: "at least one figure, each shown for 0.02 to 60 s",
            });
        }
        let pictures = self.frames.iter().map(|figure| Ok(raster::pixels(&drawn(*figure, self.size)?, self.size)));
        let pictures = pictures.collect::<Result<Vec<_>>>()?;
        encoded(&pictures, self.seconds)
            .map_err(|e| FigureError::Encode { path: "animation".into(), reason: e.to_string() })
    }

    /// Writes the animation to `path`, which must end in `.png` or `.apng`.
    ///
    /// # Errors
    /// As for [`render`](Self::render), and if the name has another ending or the file cannot be written.
    pub fn write(&self, path: &Path) -> Result<()> {
        match file::extension(path).as_deref() {
            Some("png" | "apng") => file::write(path, &self.render()?),
            _ => Err(FigureError::Extension { path: path.to_owned(), accepted: "`.png` or `.apng`" }),
        }
    }
}

fn encoded(pictures: &[Pixels], seconds: f64) -> std::result::Result<Vec<u8>, EncodingError> {
    let mut bytes = Vec::new();
    let (width, height) = (pictures[0].width as u32, pictures[0].height as u32);
    // The picture for those who see no animation comes first and stands apart; it is the last one.
    let mut encoder = Encoder::new(&mut bytes, width, height);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Default);
    encoder.set_animated(pictures.len() as u32, 0)?;
    encoder.set_sep_def_img(true)?;
    encoder.set_frame_delay((1000.0 * seconds).round() as u16, 1000)?;
    encoder.set_blend_op(BlendOp::Source)?;
    encoder.set_dispose_op(DisposeOp::None)?;
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&pictures[pictures.len() - 1].rgb)?;
    for (at, picture) in pictures.iter().enumerate() {
        let part = if at == 0 { picture.whole() } else { picture.changed(&pictures[at - 1]) };
        writer.reset_frame_position()?;
        writer.set_frame_dimension(part.width as u32, part.height as u32)?;
        writer.set_frame_position(part.left as u32, part.top as u32)?;
        writer.write_image_data(&picture.cut(&part))?;
    }
    writer.finish()?;
    Ok(bytes)
}
