package dev.onward.page.model;

import dev.onward.http.Messages;
import dev.onward.model.card.DataSource;
import java.util.Optional;

/** The data set that a model was trained on. */
record DataSourceView(DataSource data) {

    public LinkView link() {
        return LinkView.of(data.name().or(data::url).orElse(""), data.url());
    }

    public Optional<LinkView> license() {
        return data.license().map(license -> LinkView.of(license, data.licenseUrl()));
    }

    public Optional<String> citation() {
        return data.citation();
    }

    /** The beginning of a sentence that names the data, such as "Trained on 1,372 rows of". */
    public String trainedOn(Messages messages) {
        return data.rows().isPresent() ? messages.count("data.rows", data.rows().getAsLong()) : messages.text("data");
    }

    public Optional<String> sha256() {
        return data.sha256();
    }
}
