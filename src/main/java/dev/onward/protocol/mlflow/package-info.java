/**
 * The JSON of MLflow's model servers, below {@code /invocations}, and as a dialect of it KServe's first protocol, below
 * {@code /v1}. Rows become a table and predictions become a response; CSV is read by {@code csv}. May depend on {@code
 * http}, {@code serving}, {@code openapi}, {@code repository}, {@code settings}, {@code model}, {@code csv}, {@code
 * json} and {@code table}.
 *
 * @see <a href="https://mlflow.org/docs/latest/deployment/deploy-model-locally/">MLflow: deploy a model locally</a>
 * @see <a href="https://kserve.github.io/website/docs/concepts/architecture/data-plane/v1-protocol">KServe: V1
 *     protocol</a>
 */
@NullMarked
package dev.onward.protocol.mlflow;

import org.jspecify.annotations.NullMarked;
