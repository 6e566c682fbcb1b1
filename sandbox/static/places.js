/**
 * Points that the location dialog offers, as [Chinese name, English name, latitude, longitude].
 *
 * They lie in or near Donghai County in WGS-84 and stand for a township, not for its office.
 */
export const PLACES = [
  ["东海县双店镇一带", "Shuangdian, Donghai", 34.64, 118.69],
  ["东海县石湖乡一带", "Shihu, Donghai", 34.56, 118.6],
  ["东海县桃林镇一带", "Taolin, Donghai", 34.54, 118.44],
  ["东海县白塔埠镇一带", "Baitabu, Donghai", 34.567, 118.93],
  ["东海县平明镇一带", "Pingming, Donghai", 34.44, 119.0],
  ["东海县安峰镇一带", "Anfeng, Donghai", 34.38, 118.74],
  ["东海县和海州区交界处", "Between Donghai and Haizhou", 34.55, 118.973],
  ["东海县城（牛山街道）", "Donghai town (Niushan)", 34.542, 118.771],
];
