"""Have the real readers of manifests judge them; stdin: a list of objects, stdout: a list of complaints.

`kubernetes.py core` asks kubernetes-validate with the schemas of Kubernetes 1.36, strictly. `kubernetes.py FOLDER` reads them with
the kubeflow-trainer-api that lies there: it drops fields that it does not know, so what comes back is compared.
"""

import json
import sys


def judge_core(manifest):
    """Return what kubernetes-validate has to say."""
    import kubernetes_validate

    try:
        kubernetes_validate.validate(manifest, "1.36", strict=True)
    except kubernetes_validate.ValidationError as error:
        return [str(error)]
    return []


def judge_trainer(manifest):
    """Return how a manifest comes back changed."""
    from kubeflow_trainer_api import models

    reader = getattr(models, "TrainerV1alpha1" + manifest["kind"])
    back = reader.from_dict(manifest).to_dict()
    return [] if back == manifest else ["{} became {}".format(json.dumps(manifest), json.dumps(back))]


def main():
    """Judge every manifest."""
    if sys.argv[1] == "core":
        judge = judge_core
    else:
        sys.path.insert(0, sys.argv[1])
        judge = judge_trainer
    print(json.dumps([complaint for manifest in json.load(sys.stdin) for complaint in judge(manifest)]))


main()
