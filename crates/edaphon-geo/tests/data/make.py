"""Small GeoTIFFs as GDAL writes them, for the tests of edaphon-geo. Needs rasterio."""
import sys, numpy as np, rasterio
from rasterio.transform import from_origin, Affine
from rasterio.crs import CRS
out = sys.argv[1]
ramp = np.arange(30, dtype='f4').reshape(6, 5) / 10
utm = dict(driver='GTiff', height=6, width=5, count=1, dtype='float32', crs='EPSG:32633', transform=from_origin(500000, 5300000, 1000, 1000))
def write(name, bands, names=(), units=(), scale=None, **profile):
    with rasterio.open(f'{out}/{name}', 'w', **profile) as file:
        for at, band in enumerate(bands, 1):
            file.write(band, at)
        for at, words in enumerate(names, 1):
            file.set_band_description(at, words)
        if units: file.units = units
        if scale: file.scales = [scale] * len(bands); file.offsets = [0.0] * len(bands)
gap = ramp.copy(); gap[0, 1] = -9999
write('clay.tif', [gap], ['clay content'], ['%'], **utm, nodata=-9999, compress='lzw', predictor=3)
packed = [(ramp * 1000).astype('i2') + at for at in range(3)]
for band in packed: band[0, 3] = -32768
write('ndvi.tif', packed, ['1980', '1984', '1988'], ['1'] * 3, 0.0001, **{**utm, 'count': 3, 'dtype': 'int16'}, nodata=-32768,
      compress='zstd', tiled=True, blockxsize=16, blockysize=16)
write('slope-degrees.tif', [ramp.astype('f8')], (), ['degree'], **{**utm, 'dtype': 'float64', 'crs': 'EPSG:4326', 'transform': from_origin(-60, -5, 1, 1)}, compress='deflate')
write('no-crs.tif', [ramp], **{**utm, 'crs': None})
albers = CRS.from_proj4('+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +datum=WGS84 +units=m')
write('albers.tif', [ramp], **{**utm, 'crs': albers})
write('feet.tif', [ramp], **{**utm, 'crs': 'EPSG:2263'})
write('rotated.tif', [ramp], **{**utm, 'transform': Affine(1000, 100, 500000, 100, -1000, 5300000)})
write('two-units.tif', [ramp, ramp], (), ['%', '1'], **{**utm, 'count': 2})
import warnings; warnings.simplefilter('ignore')
write('picture.tif', [ramp], **{**utm, 'crs': None, 'transform': Affine.identity()})
with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True):
    with rasterio.open(f'{out}/masked.tif', 'w', **utm) as file:
        file.write(ramp, 1); file.write_mask(ramp > 1)
