import os

import cv2

ROOT = r"D:\datasets\faces"  # expect: absolute-path
images = [cv2.imread(os.path.join(ROOT, name)) for name in os.listdir(ROOT)]
print(len(images))
