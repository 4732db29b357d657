// A map with the organisation's own tiles: to pick a place on, or to show one. Nothing is asked of anybody else.
import "leaflet/dist/leaflet.css";
import "./map.css";
import { CircleMarker, Map as LeafletMap, TileLayer } from "leaflet";

// The shift of GCJ-02, as in kernel/positions.py: only to draw what a device says on tiles that are shifted.
const A = 6378245;
const EE = 0.006693421622965943;
const waves = (value, ...pairs) => pairs.reduce((sum, [size, per]) => sum + size * Math.sin(value * per * Math.PI), 0);
const shifted = (latitude, longitude) => {
  if (latitude < 0.8293 || latitude > 55.8271 || longitude < 72.004 || longitude > 137.8347)
    return [latitude, longitude];
  const x = longitude - 105;
  const y = latitude - 35;
  const common = (waves(x, [20, 6], [20, 2]) * 2) / 3;
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * Math.sqrt(Math.abs(x)) +
    common +
    ((waves(y, [20, 1], [40, 1 / 3]) + waves(y, [160, 1 / 12], [320, 1 / 30])) * 2) / 3;
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * Math.sqrt(Math.abs(x)) +
    common +
    ((waves(x, [20, 1], [40, 1 / 3]) + waves(x, [150, 1 / 12], [300, 1 / 30])) * 2) / 3;
  const radians = (latitude * Math.PI) / 180;
  const magic = 1 - EE * Math.sin(radians) ** 2;
  return [
    latitude + (north * 180) / (((A * (1 - EE)) / (magic * Math.sqrt(magic))) * Math.PI),
    longitude + (east * 180) / ((A / Math.sqrt(magic)) * Math.cos(radians) * Math.PI),
  ];
};

const pair = (text) => text.split(",").map(Number);

const draw = (canvas) => {
  const { tiles, attribution, centre, zoom, point, least, most } = canvas.dataset;
  const map = new LeafletMap(canvas, { zoomControl: true }).setView(pair(centre), Number(zoom));
  map.attributionControl.setPrefix(false);
  // Beyond what there are tiles for, the nearest ones are drawn larger or smaller.
  const levels = { maxZoom: 22, minNativeZoom: Number(least), maxNativeZoom: Number(most) };
  new TileLayer(tiles, { attribution, referrerPolicy: "no-referrer", ...levels }).addTo(map);
  const mark = new CircleMarker(pair(centre), { color: "#1f4e5f", fillOpacity: 0.5, radius: 9, weight: 3 });
  if (point) mark.setLatLng(pair(point)).addTo(map);
  return { map, mark };
};

const pickOn = (place) => {
  const canvas = place.querySelector("[data-map-canvas]");
  const field = place.closest("form").querySelector("[name=position]");
  const status = place.querySelector("[data-map-status]");
  const clear = place.querySelector("[data-map-do=clear]");
  place.hidden = false;
  const { map, mark } = draw(canvas);
  const keep = (text, [latitude, longitude]) => {
    field.value = text;
    // Kept with the rest of the form.
    field.dispatchEvent(new Event("input", { bubbles: true }));
    clear.hidden = !text;
    if (text) mark.setLatLng([latitude, longitude]).addTo(map);
    else mark.remove();
    status.textContent = text ? `${status.dataset.chosen}${latitude.toFixed(5)}, ${longitude.toFixed(5)}` : "";
  };
  const choose = ({ lat, lng }) => keep(`${lat.toFixed(7)} ${lng.toFixed(7)} ${canvas.dataset.datum}`, [lat, lng]);
  clear.hidden = !field.value;
  map.on("click", (event) => choose(event.latlng.wrap()));
  place.addEventListener("click", (event) => {
    const wish = event.target.closest("[data-map-do]")?.dataset.mapDo;
    if (wish === "centre") choose(map.getCenter().wrap());
    if (wish === "clear") keep("", []);
    if (wish !== "here") return;
    status.textContent = status.dataset.asking;
    const refused = () => {
      status.textContent = status.dataset.refused;
    };
    if (!navigator.geolocation) {
      refused();
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) => {
        const shown = canvas.dataset.shifted ? shifted(latitude, longitude) : [latitude, longitude];
        map.setView(shown, Math.max(map.getZoom(), 16));
        keep(`${latitude.toFixed(7)} ${longitude.toFixed(7)} wgs84 ${Math.ceil(accuracy)}`, shown);
      },
      refused,
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 0 },
    );
  });
};

const ready = () => {
  document.querySelectorAll("[data-map]").forEach((place) => {
    if (place.dataset.drawn) return;
    place.dataset.drawn = "1";
    if (place.dataset.map === "pick") pickOn(place);
    else {
      place.hidden = false;
      draw(place.querySelector("[data-map-canvas]"));
    }
  });
};
document.addEventListener("DOMContentLoaded", ready);
document.addEventListener("page:shown", ready);
document.addEventListener("htmx:afterSettle", ready);
