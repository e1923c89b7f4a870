import { CustomChart, LineChart } from "echarts/charts";
import { DataZoomInsideComponent, GridComponent, TitleComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";

// Only what the charts use, so that the page stays small.
use([CustomChart, LineChart, DataZoomInsideComponent, GridComponent, TitleComponent, TooltipComponent, CanvasRenderer, SVGRenderer]);

export { init };
export type Instance = ReturnType<typeof init>;
