/**
 * The JSON format of MLflow's model servers, at {@code /invocations}, and its dialect, KServe's V1 protocol, below
 * {@code /v1}. Rows are converted to a table, and predictions to a response; {@code csv} reads CSV. May depend on
 * {@code http}, {@code serving}, {@code openapi}, {@code repository}, {@code settings}, {@code model}, {@code csv},
 * {@code json} and {@code table}.
 *
 * @see <a href="https://mlflow.org/docs/latest/deployment/deploy-model-locally/">MLflow: deploy a model locally</a>
 * @see <a href="https://kserve.github.io/website/docs/concepts/architecture/data-plane/v1-protocol">KServe: V1
 *     protocol</a>
 */
@NullMarked
package dev.onward.protocol.mlflow;

import org.jspecify.annotations.NullMarked;
