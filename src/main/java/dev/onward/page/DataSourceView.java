package dev.onward.page;

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

    /** The number of rows used for training, such as "1,372 rows". */
    public Optional<String> rows() {
        return data.rows().isPresent()
                ? Optional.of(NumberFormats.count(data.rows().getAsLong(), "row", "rows"))
                : Optional.empty();
    }

    public Optional<String> sha256() {
        return data.sha256();
    }
}
