"""Subsets DejaVu Sans and turns composite glyphs into plain outlines."""
import subprocess, sys
from fontTools.ttLib import TTFont
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
U = ("U+0020-007E,U+00A0-00FF,U+0100-017F,U+0192,U+02C6,U+0391-03A1,U+03A3-03A9,U+03B1-03C9,U+03D5,U+2009,U+200A,U+202F,"
     "U+2010-2015,U+2018-201E,U+2020,U+2022,U+2026,U+2030,U+2032,U+2033,U+2070,U+2071,U+2074-208E,U+2090-209C,U+20AC,"
     "U+2126,U+2190-2195,U+21D2,U+2202,U+2206,U+2207,U+220F,U+2211,U+2212,U+2213,U+2215,U+2217,U+2219,U+221A,U+221E,"
     "U+222B,U+2248,U+2260,U+2264,U+2265,U+22C5,U+25A0,U+25B2,U+25BC,U+25CB,U+25CF,U+2713,U+2717")
for name in ("DejaVuSans", "DejaVuSans-Bold"):
    out = f"{sys.argv[2]}/{name}-subset.ttf"
    subprocess.check_call([sys.executable, "-m", "fontTools.subset", f"{sys.argv[1]}/{name}.ttf", f"--unicodes={U}",
        "--layout-features=", "--no-hinting", "--no-glyph-names", "--notdef-outline", "--name-IDs=0,1,2,3,4,5,6,13,14",
        "--drop-tables+=FFTM,GPOS,GSUB,GDEF,kern,gasp", f"--output-file={out}"])
    font = TTFont(out, recalcTimestamp=False); glyphs = font.getGlyphSet(); glyf = font["glyf"]
    for g in font.getGlyphOrder():
        if glyf[g].isComposite():
            pen = DecomposingRecordingPen(glyphs); glyphs[g].draw(pen)
            tt = TTGlyphPen(None); pen.replay(tt); glyf[g] = tt.glyph()
    font.save(out)
    print(out, len(open(out, "rb").read()), [ (t.platformID, t.platEncID, t.format) for t in font["cmap"].tables])
