package dev.onward.metrics;

import dev.onward.model.Model;
import dev.onward.repository.Catalogue;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Metrics of the served models, read from the catalogue at each scrape. */
final class ModelMetrics {

    private ModelMetrics() {}

    static void register(PrometheusRegistry registry, Supplier<Catalogue> catalogue, BooleanSupplier ready) {
        GaugeWithCallback.builder()
                .name("onward_ready")
                .help("1 if the application is ready, otherwise 0; /health/ready gives the reason.")
                .callback(gauge -> gauge.call(ready.getAsBoolean() ? 1 : 0))
                .register(registry);
        GaugeWithCallback.builder()
                .name("onward_model_loaded")
                .help("1 for each served version of a model.")
                .labelNames("model", "version", "sha256")
                .callback(gauge -> each(catalogue.get(), gauge))
                .register(registry);
        GaugeWithCallback.builder()
                .name("onward_model_load_failures")
                .help("Files that look like models but are not served; /health/ready and /models give the reasons.")
                .callback(gauge -> gauge.call(catalogue.get().unserved().size()))
                .register(registry);
    }

    private static void each(Catalogue catalogue, GaugeWithCallback.Callback gauge) {
        for (String name : catalogue.names()) {
            for (Model model : catalogue.versions(name)) {
                gauge.call(1, name, model.version(), model.sha256());
            }
        }
    }
}
